import { describe, expect, it } from 'vitest';
import { oneByOne } from '../../functions/notify/one-by-one.ts';
import { readNotice } from '../../functions/notify/read-notice.ts';
import { slackSecret } from '../../shared/adapters/slack/secret.ts';
import { FITS, fitted } from '../../shared/alerts/messages/fit.ts';
import { snsMessage } from '../../shared/alerts/messages/sns.ts';
import { alertNotice, DIGEST, WATCH } from '../messages/notices.ts';

const SENDER = { account: '999999999999', region: 'eu-central-1' };

describe('a message of the queue', () => {
  it.each([
    ['alert', alertNotice()],
    ['digest', DIGEST],
    ['watch', WATCH],
  ] as const)('%s: raw, or in an envelope', (_kind, notice) => {
    const body = JSON.parse(snsMessage(notice, SENDER, 0).Message).sqs as string;
    const sent = fitted(notice, FITS[0]);
    expect(readNotice(body)).toEqual(sent);
    expect(readNotice(JSON.stringify({ Type: 'Notification', MessageId: 'm', Message: body }))).toEqual(sent);
  });
  it.each([
    ['', 'expected JSON'],
    ['{}', 'kind'],
    [JSON.stringify({ ...alertNotice(), key: '' }), 'key'],
    [JSON.stringify({ ...alertNotice(), alert: { ...alertNotice().alert, severity: 'awful' } }), 'alert.severity'],
    [JSON.stringify({ Type: 'Notification', Message: 'no JSON' }), 'expected JSON'],
  ])('%j is none', (body, problem) => {
    expect(() => readNotice(body)).toThrow(problem);
  });
});

describe('one by one', () => {
  it('begins each when the one before has ended, and goes on after a failure', async () => {
    const log: string[] = [];
    const run = oneByOne(async (name: string) => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    });
    const results = await Promise.allSettled(['a', 'b', 'c'].map(run));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});

describe('the secret', () => {
  const of = (text: string | undefined) =>
    slackSecret(
      '/gatetrail/test/slack',
      async () => text,
      () => 0,
    ).get();

  it.each([undefined, '', 'xoxb-secret', '{"botToken":"xoxb-secret"}', '{"webhookUrl":"file:///etc/passwd"}'])(
    '%j is refused by its name, and is in no message',
    async (text) => {
      const thrown = await of(text).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ kind: 'config', message: expect.stringContaining('/gatetrail/test/slack') });
      expect(JSON.stringify([String(thrown), (thrown as Error).cause])).not.toContain('xoxb-secret');
    },
  );
  it('is a bot or a webhook', async () => {
    expect(await of('{"botToken":"x","channel":"C1"}')).toEqual({ botToken: 'x', channel: 'C1' });
    expect(await of('{"webhookUrl":"https://hooks.slack.com/services/x"}')).toEqual({
      webhookUrl: 'https://hooks.slack.com/services/x',
    });
  });
});
