import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LambdaFunctionURLResult } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../../shared/alerts/notice.ts';
import { bundleInto } from './local/bundled.ts';
import { objectsBelow, SAMPLE_LOGS } from './local/log-folder.ts';
import { type LocalStack, type NewObject, SLACK, startStack } from './local/stack.ts';

const TODAY = new Date().toISOString().slice(0, 10);
/** On this day of the sample logs the key of a user is used by a stranger. */
const LEAK = '2026-09-12';

/** The files of that day, as if it were today, with the user's name changed and every event another one. */
function leak(user: string, hexDigit: string): NewObject[] {
  return objectsBelow(SAMPLE_LOGS)
    .filter(({ key }) => key.includes('/CloudTrail/') && key.includes(LEAK.replaceAll('-', '/')))
    .map(({ key, body }) => ({
      key: `${user}${hexDigit}/${key}`.replaceAll(LEAK.replaceAll('-', ''), TODAY.replaceAll('-', '')),
      body: gunzipSync(body)
        .toString()
        .replaceAll(LEAK, TODAY)
        .replaceAll('legacy-ci', user)
        .replaceAll(/"eventID":"./g, `"eventID":"${hexDigit}`),
    }));
}

describe('people', () => {
  let folder = '';
  let stack: LocalStack;
  const notices: Notice[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatetrail-people-'));
    await bundleInto(folder);
    stack = await startStack({ bundles: folder, functions: ['ingest', 'notify', 'respond', 'watch'], way: 'sns' });
    stack.aws.events.on('published', (message) => {
      if (message.topicArn === stack.topicArn) notices.push(JSON.parse(message.body('sqs')) as Notice);
    });
  }, 60_000);
  afterAll(async () => {
    await stack?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Clicks the first button of this kind that stands in Slack, as Slack tells us. */
  async function click(kind: string, tamper = (body: string) => body): Promise<LambdaFunctionURLResult> {
    const [ts, message] = [...stack.slack.messages].find(([, body]) => JSON.stringify(body).includes(kind)) ?? [];
    const blocks = (message?.['blocks'] ?? []) as { elements?: { action_id?: string; value?: string }[] }[];
    const action = blocks.flatMap(({ elements = [] }) => elements).find(({ action_id }) => action_id?.includes(kind));
    const payload = {
      type: 'block_actions',
      user: { id: 'U0EXAMPLE', username: 'someone' },
      channel: { id: 'C0LOCAL' },
      message: { ts },
      actions: [action],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', SLACK.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
    const { payload: answer, error } = await stack
      .fn('respond')
      .invoke({ version: '2.0', headers, body: tamper(body), isBase64Encoded: false });
    expect(error).toBeUndefined();
    return answer as LambdaFunctionURLResult;
  }

  const told = (user: string): Notice[] =>
    notices.filter((notice) => 'alert' in notice && notice.alert.principal.endsWith(`user/${user}`));

  it('are told at once of what happens today, in Slack and by mail', async () => {
    await stack.deliver(leak('legacy-ci', 'a'));
    await stack.idle();
    const [first] = told('legacy-ci');
    expect(first).toMatchObject({ kind: 'alert', alert: { severity: 'critical' } });
    expect(JSON.stringify([...stack.slack.messages.values()])).toContain('Leaked key tried');
    expect(stack.mail.mails.some(({ text }) => text.includes(`notice ${first?.key}\n`))).toBe(true);
  });

  it('say by a click that it is expected; a forged click changes nothing', async () => {
    expect(await click('expected', (body) => body.replace('someone', 'anyone'))).toMatchObject({ statusCode: 401 });
    expect(await click('expected')).toMatchObject({ statusCode: 200 });
    const replies = stack.slack.calls.filter(({ body }) => body['thread_ts'] !== undefined);
    expect(JSON.stringify(replies)).toContain('<@U0EXAMPLE>');
    const before = told('legacy-ci').length;
    await stack.deliver([...leak('legacy-ci', 'b'), ...leak('other-ci', 'c')]);
    await stack.idle();
    expect(told('other-ci').map(({ kind }) => kind)).toContain('alert');
    expect(told('legacy-ci')).toHaveLength(before);
  });

  it('hear of a file that nobody can read, and that it is read after a redrive', async () => {
    const key = leak('poison-ci', 'd')[0]?.key ?? '';
    await stack.deliver([{ key, body: gzipSync('{"Records":[]}').subarray(0, 20) }]);
    await stack.idle();
    const [letter] = await stack.deadLetters(stack.queues.ingest);
    expect(letter?.MessageAttributes?.['object']?.StringValue).toContain(key);
    expect(letter?.MessageAttributes?.['reason']?.StringValue).toMatch(/\w/);
    const tick = new Date();
    expect((await stack.tick('watch', tick)).error).toBeUndefined();
    await stack.idle();
    const watched = (): string[] => notices.flatMap((notice) => (notice.kind === 'watch' ? [notice.title] : []));
    expect(watched().join('\n')).toMatch(/dead letter/i);
    await stack.put('logs', key, '{"Records":[]}');
    expect(await stack.redrive(stack.queues.ingest)).toBe(1);
    await stack.idle();
    expect(await stack.deadLetters(stack.queues.ingest)).toEqual([]);
    expect((await stack.tick('watch', new Date(tick.getTime() + 900_000))).error).toBeUndefined();
  });
});
