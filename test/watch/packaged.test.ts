import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../../shared/alerts/notice.ts';
import { bundleInto } from '../cloud/local/bundled.ts';
import { totals } from '../cloud/local/metrics.ts';
import { type LocalStack, startStack } from '../cloud/local/stack.ts';

const NOW = new Date('2026-11-22T12:05:00Z');

describe('the packaged watch, beside a packaged ingest', () => {
  let folder = '';
  let stack: LocalStack;
  const notices: Notice[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatetrail-watch-'));
    const names = ['ingest', 'watch'];
    await bundleInto(folder, undefined, names);
    const environment = { OPERATIONS_TOPIC_ARN: '', TRAIL_ARN: '', LOG_BUCKET: '', NOTIFYING_BUCKET: '' };
    stack = await startStack({ bundles: folder, functions: names, environment });
    stack.aws.events.on('published', (message) => void notices.push(JSON.parse(message.body('sqs')) as Notice));
  }, 60_000);
  afterAll(async () => {
    await stack?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tick = async (minutes: number) => stack.tick('watch', new Date(NOW.getTime() + minutes * 60_000));

  it('says nothing at first', async () => {
    expect(await tick(0)).not.toHaveProperty('error');
    expect(notices).toEqual([]);
  });

  it('tells once of a poison object, with its reason', async () => {
    const key =
      'AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/22/111111111111_CloudTrail_eu-west-1_20260922T1200Z_poison.json.gz';
    await stack.deliver([{ key, body: gzipSync('{"Records":[{"eventVersion":').subarray(0, 20) }]);
    await stack.idle();
    for (const minutes of [15, 30]) expect(await tick(minutes)).not.toHaveProperty('error');
    expect(notices.map((notice) => notice.key.replace(/\.2026.*/, ''))).toEqual([
      expect.stringMatching(/^dead-letters\.ingest/),
    ]);
    expect(notices[0]).toMatchObject({ kind: 'watch', severity: 'high' });
    expect(JSON.stringify(notices[0])).toContain('poison.json.gz');
    expect(totals(stack.fn('watch').metrics())).toMatchObject({ DeadLettered: 2, Silent: 0, WatchProblems: 2 });
  });
});
