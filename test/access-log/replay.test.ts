import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { detections } from '../../shared/detections/all.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { daily } from '../../shared/detections/example.ts';
import { accessLog } from '../../shared/detections/example-access-log.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import { look, replay } from '../../shared/pipeline/replay.ts';
import type { Tally } from '../../shared/pipeline/tally.ts';
import { sandboxed } from '../cli/sandbox.ts';
import { depsFor } from '../laws/replays.ts';
import { expected, FOLDER, type LogFile } from './folder.ts';

const catalogue = new Catalogue(detections, []);

async function replayed(files: readonly LogFile[]): Promise<{ findings: Finding[]; tally: Tally }> {
  const content = new Map(files.map(({ key, content }) => [key, Buffer.from(content)]));
  const deps = depsFor(content, catalogue, new MemoryStateStore());
  const findings: Finding[] = [];
  const objects = await look(
    deps,
    [...content.keys()].map((key) => ({ key })),
  );
  expect(await replay(deps, objects, { onDay: ({ findings: found }) => void findings.push(...found) })).toBe('done');
  return { findings, tally: deps.tally };
}

describe('CloudTrail files, access logs and WAF logs in one folder', () => {
  it('are told apart by content, and every record is accounted for', async () => {
    const { tally } = await replayed(FOLDER);
    expect(tally.imbalance).toBe('');
    expect(tally.records).toMatchObject({
      events: expected('events'),
      duplicates: expected('duplicates'),
      outOfScope: expected('outOfScope'),
      rejected: expected('rejected'),
    });
    expect(tally.outOfScope).toEqual({ 'WAF log of another resource than an API stage': expected('outOfScope') });
    const skipped = FOLDER.flatMap(({ key, skipped }) =>
      skipped === undefined ? [] : [{ object: key, reason: skipped }],
    );
    expect([...tally.skips].sort((a, b) => (a.object < b.object ? 1 : -1))).toEqual(
      skipped.sort((a, b) => (a.object < b.object ? 1 : -1)),
    );
    expect(tally.objects).toMatchObject({ found: FOLDER.length, failed: 0, skipped: skipped.length });
    expect(tally.detectionErrors).toEqual([]);
  });

  it('are judged together', async () => {
    const { findings } = await replayed(FOLDER);
    const about = findings.map(({ rule, event }) => `${rule} ${event.principal.name} ${event.api}`);
    expect(about).toEqual(
      expect.arrayContaining([
        'apigw-method-auth-none alice@example.com a1b2c3d4e5',
        'al-open-after-change 203.0.113.7 a1b2c3d4e5',
        'al-auth-bruteforce 203.0.113.8 a1b2c3d4e5',
        'wl-block-burst 203.0.113.9 a1b2c3d4e5',
      ]),
    );
  });

  it('show no event of theirs to rules about AWS accounts', async () => {
    const { findings } = await replayed(
      FOLDER.filter(({ key }) => key !== 'cloudtrail.json.gz' && key !== 'waf/mixed'),
    );
    expect(findings.map(({ rule }) => rule).filter((rule) => !/^(al|wl)-/.test(rule))).toEqual([]);
  });

  it('give the same in any order and with any file twice', async () => {
    const told = async (files: readonly LogFile[]) => {
      const { findings } = await replayed(files);
      return findings.map(({ id, severity, reasons, eventIds }) => ({ id, severity, reasons, eventIds }));
    };
    const once = await told(FOLDER);
    expect(once.length).toBeGreaterThanOrEqual(4);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...FOLDER], { minLength: FOLDER.length }),
        fc.nat(FOLDER.length - 1),
        async (files, again) => {
          const twice = files[again];
          const named = files.map((file, index) => ({ ...file, key: `${index}` }));
          expect(await told(twice === undefined ? named : [...named, { ...twice, key: 'twice' }])).toEqual(once);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('an account whose access log is read', () => {
  it('is one of ours, also where no CloudTrail file tells of it', async () => {
    const caller = { userArn: 'arn:aws:sts::222222222222:assumed-role/shop/run-1', callerAccount: '222222222222' };
    const usual = daily(3, (minute) => accessLog({ userArn: 'arn:aws:iam::111111111111:user/shop', minute }));
    const theirs = accessLog({ api: 'z9y8x7w6v5', also: { accountId: '222222222222' } });
    const severities = async (...lines: readonly object[]) => {
      const content = [...usual, accessLog(caller), ...lines].map((line) => JSON.stringify(line)).join('\n');
      const { findings } = await replayed([{ key: 'x', content, records: {} }]);
      return findings.filter(({ rule }) => rule === 'al-new-caller').map(({ severity }) => severity);
    };
    expect(await severities()).toEqual(['medium']);
    expect(await severities(theirs)).toEqual(['low']);
  });
});

const box = sandboxed();

describe('gatetrail replay', () => {
  it('takes them beside each other', async () => {
    for (const { key, content } of FOLDER) box.write(`logs/${key}`, content);
    const run = await box.replay([box.path('logs')]);
    // One message of a log group is no line of an access log.
    expect(run.code).toBe(3);
    expect(run.tally.records).toMatchObject({ events: expected('events'), rejected: 1 });
    expect(run.tally.objects.skips).toContainEqual({
      object: box.path('logs', 'access/clf.log'),
      reason: 'access log in CLF: only JSON can be read, see docs/access-logs.md',
    });
    expect(run.findings.map((line) => line['detection'] ?? line['rule'])).toContain('al-open-after-change');
  });
});
