import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseKey } from '../../shared/cloudtrail/key.ts';
import { DAY } from '../../shared/cloudtrail/time.ts';
import { parseConfig } from '../../shared/config-text.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';
import { simulate } from '../../shared/simulate/simulate.ts';
import { SAMPLE_CONFIG, sandboxed } from '../cli/sandbox.ts';
import type { LawFile } from '../laws/replays.ts';
import { linesOf } from '../live/lines.ts';
import { type Outcome, replayOf } from '../live/runs.ts';
import { type Backfilling, backfilling, resultIn } from './backfilling.ts';
import { bundleInto } from './local/bundled.ts';
import { type LocalCloud, startCloud } from './local/cloud.ts';

const NOW = Date.UTC(2026, 9, 1);
/** The sample organisation's ten days, and one of a simulated one with more files than a worker takes at once. */
const files: readonly LawFile[] = [
  ...sampleFiles().filter(({ key }) => parseKey(key)?.kind === 'log' && key.includes('/CloudTrail/')),
  ...simulate({ seed: 7, days: 1, eventsPerDay: 120, start: Date.UTC(2026, 8, 17) }).files(),
].map(({ key, records }) => ({ key, records }));
const config = parseConfig(readFileSync(SAMPLE_CONFIG, 'utf8'), SAMPLE_CONFIG);
const FILES = ['findings', 'scores', 'alerts', 'digest'] as const;

let folder = '';
let cloud: LocalCloud;
let replayed: Outcome;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-backfill-'));
  [cloud, replayed] = await Promise.all([startCloud(), replayOf(files, builtInCatalogue(), config)]);
  await bundleInto(folder, SAMPLE_CONFIG, ['backfill']);
  for (const [name, value] of Object.entries(cloud.aws.environment('cli'))) vi.stubEnv(name, value);
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (name: string, some = files): Promise<Backfilling> =>
  backfilling(cloud, { name, bundles: folder, files: some, now: NOW });
const out = (name: string): string => join(folder, 'out', name);
const expectSame = (name: string, expected: Outcome): void => {
  for (const what of FILES) expect(resultIn(out(name), `${what}.ndjson`), what).toBe(expected[what]);
};

describe('gatetrail backfill, by way of the packaged worker', () => {
  it('comes to the findings, alerts, digest and scores of a replay, byte by byte, and wakes nobody', async () => {
    const backfill = await start('whole');
    expect(await backfill.run(out('whole'))).toBe(0);
    expect(linesOf(replayed.alerts).length).toBeGreaterThan(5);
    expectSame('whole', replayed);
    expect(backfill.published).toEqual([]);
    expect(backfill.worker.outcomes.flatMap(({ error }) => error ?? [])).toEqual([]);
    // No more at once than was asked for, and that many.
    expect(backfill.states.takeMostAtOnce()).toBe(3);
    // Done once: the same command only writes the results again.
    const invocations = backfill.worker.outcomes.length;
    expect(await backfill.run(out('again'))).toBe(0);
    expect(backfill.worker.outcomes).toHaveLength(invocations);
    expect(backfill.states.executions).toHaveLength(1);
    expectSame('again', replayed);
  }, 240_000);

  it('goes on where it was stopped, whatever killed workers meanwhile, and comes to the same', async () => {
    const backfill = await start('stopped');
    const { worker } = backfill;
    const kills = cloud.aws.fail({
      caller: 'backfill-stopped',
      operation: 'dynamodb:PutItem',
      failure: 'kill-after',
      after: 40,
      times: 2,
    });
    const some = vi.waitUntil(() => worker.outcomes.length >= 12, { timeout: 120_000, interval: 5 });
    const first = backfill.run(out('stopped'));
    await some;
    backfill.isOut = true;
    await expect(first).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringMatching(/failed: .*Rate Exceeded.*the same command again goes on from there/s),
    });
    expect(resultIn(out('stopped'), 'alerts.ndjson')).toBe('');
    backfill.isOut = false;
    expect(await backfill.run(out('stopped'), { concurrency: '1' })).toBe(0);
    expectSame('stopped', replayed);
    expect(kills.hits).toBe(2);
    expect(worker.outcomes.map(({ error }) => error?.errorType)).toContain('Runtime.ExitError');
    const [begun = 0, left = 0] = backfill.states.executions.map(({ input }) => JSON.parse(input).waves.length);
    expect(left).toBeLessThan(begun);
    expect(backfill.states.executions.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(backfill.published).toEqual([]);
  }, 240_000);

  it('is started and left alone, followed by the same command, and tells people when asked', async () => {
    const backfill = await start('told');
    expect(await backfill.run(out('told'), { publish: true, wait: false })).toBe(0);
    expect(resultIn(out('told'), 'run.json')).toBe('');
    expect(await backfill.run(out('told'), { publish: true })).toBe(0);
    expect(backfill.states.executions).toHaveLength(1);
    expectSame('told', replayed);
    const alerts = linesOf<{ id: string }>(replayed.alerts).map(({ id }) => id);
    const told = backfill.published.flatMap((notice) => (notice.kind === 'alert' ? [notice.id] : []));
    expect(told.sort()).toEqual(alerts.sort());
    expect(new Set(backfill.published.map(({ key }) => key)).size).toBe(backfill.published.length);
  }, 240_000);

  it('names what it could not read, and does the rest', async () => {
    const some = files.filter(({ key }) => key.includes('/2026/09/1'));
    const backfill = await start('poison', some);
    const poison = (some[0]?.key ?? '').replace(/_[^_]+\.json\.gz$/, '_PoisonPoisonPois.json.gz');
    await cloud.put('logs-poison', poison, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4]));
    expect(await backfill.run(out('poison'))).toBe(3);
    const tally = JSON.parse(resultIn(out('poison'), 'tally.json'));
    expect(tally).toMatchObject({ complete: false, objects: { found: some.length + 1, failed: 1 } });
    expect(tally.objects.failures).toMatchObject([{ object: `s3://logs-poison/${poison}` }]);
    expectSame('poison', await replayOf(some, builtInCatalogue(), config));
  }, 240_000);

  it('takes whole days, and none that is not over', async () => {
    const backfill = await start('days');
    expect(await backfill.run(out('days'), { since: '2026-09-09', until: '2026-09-12' })).toBe(0);
    const day = (line: { time: string }): string => line.time.slice(0, 10);
    const findings = linesOf<{ time: string }>(resultIn(out('days'), 'findings.ndjson'));
    expect(new Set(findings.map(day))).toEqual(new Set(['2026-09-09', '2026-09-10', '2026-09-11']));
    const run = (since?: string, until?: string) => backfill.run(out('none'), { since, until } as object);
    await expect(run('2026-09-09T13:00:00Z')).rejects.toMatchObject({
      kind: 'usage',
      message: /--since.*whole UTC day/,
    });
    await expect(run('2026-10-01')).rejects.toMatchObject({ kind: 'usage', message: /a day that is over/ });
    await expect(run(undefined, '2026-09-xx')).rejects.toMatchObject({ kind: 'usage', message: /--until 2026-09-xx/ });
    await expect(backfill.run(out('none'), { concurrency: '0' })).rejects.toMatchObject({
      kind: 'usage',
      message: /--concurrency 0.*from 1 to 1000/,
    });
    expect(JSON.parse(backfill.states.executions[0]?.input ?? '{}').scope).toEqual({
      since: Date.UTC(2026, 8, 9),
      until: Date.UTC(2026, 8, 9) + 3 * DAY,
    });
    // 1 October has only begun.
    await expect(backfill.run(out('none'), { since: '2026-10-01' })).rejects.toThrow(
      '--since: expected a day that is over, before 2026-09-30',
    );
  }, 120_000);
});

describe('a command that can not be meant so', () => {
  const sandbox = sandboxed('busy');
  const names = [
    '--table',
    'none',
    '--manifests',
    'none',
    '--state-machine',
    'arn:aws:states:eu-west-1:1:stateMachine:x',
  ];
  it.each([
    [
      ['s3://logs/', ...names, '--since', '2026-09-09T13:00:00Z'],
      '--since: expected a whole UTC day, such as 2026-11-22',
    ],
    [['s3://logs/', ...names, '--until', 'yesterday'], '--until yesterday: expected a UTC day'],
    [['s3://logs/', ...names, '--since', '2026-02-02', '--until', '2026-02-01'], 'expected the first to be earlier'],
    [['s3://logs/', ...names, '--concurrency', '0'], '--concurrency 0: expected a number of Lambdas from 1 to 1000'],
    [['./logs', ...names], './logs'],
    [['s3://logs/', '--table', 'none'], "required option '--manifests <bucket>' not specified"],
  ])('%j ends with 2 and says why', async (args, why) => {
    const { code, stderr, stdout } = await sandbox.run(['backfill', ...args], { env: cloud.aws.environment('cli') });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
  });
});
