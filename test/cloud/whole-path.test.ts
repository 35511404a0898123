import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import { MAIN, SAMPLE_CONFIG } from '../cli/sandbox.ts';
import { bundleInto } from './local/bundled.ts';
import { morningsAfter, objectsBelow, SAMPLE_LOGS } from './local/log-folder.ts';
import { totals } from './local/metrics.ts';
import { type LocalStack, MAIL_TO, startStack } from './local/stack.ts';

/** Alerts of a replay on a laptop, by id. */
async function replayed(out: string): Promise<Map<string, Alert>> {
  await promisify(execFile)(process.execPath, [
    MAIN,
    'replay',
    SAMPLE_LOGS,
    '--config',
    SAMPLE_CONFIG,
    '--out',
    out,
    '--json',
  ]);
  const lines = readFileSync(join(out, 'alerts.ndjson'), 'utf8').split('\n');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Alert)
      .map((a) => [a.id, a]),
  );
}

describe('the sample logs, by way of the packaged functions', () => {
  let folder = '';
  let stack: LocalStack;
  let expected: Map<string, Alert>;
  const objects = objectsBelow(SAMPLE_LOGS);
  const notices: Notice[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatetrail-whole-path-'));
    const bundles = join(folder, 'dist');
    const names = ['ingest', 'calibrate', 'notify'];
    [expected] = await Promise.all([replayed(join(folder, 'out')), bundleInto(bundles, SAMPLE_CONFIG, names)]);
    stack = await startStack({ bundles, functions: names, concurrency: 2, way: 'eventbridge' });
    stack.aws.events.on('published', (message) => void notices.push(JSON.parse(message.body('sqs')) as Notice));
    await stack.deliver(objects, { seed: 5, twice: 0.3 });
    await stack.idle();
    for (const morning of morningsAfter(objects)) await stack.tick('calibrate', morning);
    await stack.idle();
  }, 180_000);
  afterAll(async () => {
    await stack?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sent = (kind: Notice['kind']): Notice[] => notices.filter((notice) => notice.kind === kind);

  it('fails nowhere, leaves nothing behind and counts every object', async () => {
    for (const name of ['ingest', 'calibrate', 'notify'] as const)
      expect(stack.fn(name).outcomes.flatMap(({ error }) => error ?? [])).toEqual([]);
    for (const queue of Object.values(stack.queues)) expect(await stack.deadLetters(queue)).toEqual([]);
    const { ObjectsFound, ObjectsDone, ObjectsSkipped, ObjectsFailed } = totals(stack.fn('ingest').metrics());
    expect(ObjectsFound).toBeGreaterThan(objects.length);
    expect([ObjectsDone, ObjectsSkipped, ObjectsFailed].reduce((sum = 0, n = 0) => sum + n)).toBe(ObjectsFound);
    expect(ObjectsFailed).toBe(0);
  });

  it('alerts as a replay on a laptop does', () => {
    expect(expected.size).toBeGreaterThan(3);
    // An incident that goes on the next day is told of again, as it is known by then.
    const last = new Map<string, Alert>();
    for (const notice of notices) if ('alert' in notice) last.set(notice.alert.id, notice.alert);
    const essence = (alerts: Map<string, Alert>): unknown[] =>
      [...alerts].sort().map(([id, { title, severity, principal, score }]) => [id, title, severity, principal, score]);
    expect(essence(last)).toEqual(essence(expected));
    expect(sent('alert')).toHaveLength(expected.size);
  });

  it('brings each notice to every mailbox and into Slack, once', () => {
    expect(stack.mail.mails).toHaveLength(notices.length);
    expect(new Set(stack.mail.mails.flatMap(({ to }) => to))).toEqual(new Set([MAIL_TO]));
    const posted = stack.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    const keys = posted.map(({ body }) => (body['metadata'] as { event_payload: { key: string } }).event_payload.key);
    expect(keys.sort()).toEqual(notices.map(({ key }) => key).sort());
    // Mail is wrapped to its width; its last lines name the notice.
    for (const { key } of [...sent('alert'), ...sent('update')])
      expect(stack.mail.mails.filter(({ text }) => text.includes(`notice ${key}\n`))).toHaveLength(1);
  });

  it('sends a digest of each day', () => {
    const days = sent('digest').map((notice) => (notice as { day: string }).day);
    expect(days).toHaveLength(new Set(days).size);
    expect(days.length).toBeGreaterThan(5);
  });
});
