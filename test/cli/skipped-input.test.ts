import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { opened, ordinary } from './records.ts';
import { type Replayed, sandboxed } from './sandbox.ts';

const box = sandboxed();
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const DIGEST = { awsAccountId: '111111111111', digestS3Object: 'x', previousDigestHashValue: null, logFiles: [] };

/** What lies beside logs in real buckets and folders. */
const BESIDE: readonly [name: string, content: string | Uint8Array, reason: string][] = [
  ['README.md', '# Logs\n\nKept for {years}, [see] the policy.\n', 'plain text'],
  ['query.sql', 'select 1;\n', 'plain text'],
  ['image.png', PNG, 'binary'],
  ['settings.json', '{"retention":{"days":400}}', 'JSON without CloudTrail records'],
  ['notes.txt.gz', gzipSync('nothing but notes\n'), 'plain text'],
  ['digest.json.gz', gzipSync(JSON.stringify(DIGEST)), 'digest file'],
];

describe('what is no log, beside logs', () => {
  let run: Replayed;
  beforeAll(async () => {
    for (const [name, content] of BESIDE) box.write(`logs/${name}`, content);
    box.log('logs/good.json.gz', [opened('e-1'), ordinary('e-2')]);
    run = await box.replay([box.path('logs')]);
  });

  it.each(BESIDE)('%s is skipped, and the reason is told', (name, _content, reason) => {
    expect(run.tally.objects.skips).toContainEqual({ object: box.path('logs', name), reason });
  });

  it('is no failure: exit code 0, and the logs are read whole', () => {
    expect(run.code).toBe(0);
    expect(run.tally.objects).toMatchObject({ found: BESIDE.length + 1, done: 1, skipped: BESIDE.length, failed: 0 });
    expect(run.tally.objects.failures).toEqual([]);
    expect(run.tally.records).toMatchObject({ in: 2, events: 2 });
  });
});
