import { describe, expect, it } from 'vitest';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import type { ChainReport } from '../../shared/cloudtrail/digest-report.ts';
import { dayOf } from '../../shared/cloudtrail/time.ts';
import { changeProgress } from '../../shared/live/progress.ts';
import { ACCOUNTS_KEY, pulseKey } from '../../shared/pipeline/keys.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { type WatchDeps, watch } from '../../shared/watch/watch.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-22T12:05:00Z');
const ARN = 'arn:aws:sqs:eu-west-1:111111111111:q';
const known = <T>(value: T) => ({ is: 'known', value }) as const;
const DENIED = { is: 'denied', permission: 'x:Y' } as const;

/** A pipeline at which nothing is wrong. */
function healthy() {
  const notices: Notice[] = [];
  const state = new MemoryStateStore();
  const documents = new MemoryDocuments();
  const verified: number[] = [];
  let reports: readonly ChainReport[] = [chain(NOW - HOUR)];
  const keyless: { region: string; said: string }[] = [];
  const ask: WatchDeps['ask'] = {
    deadLetters: async () => [{ name: 'q-dead', state: known({ arn: `${ARN}-dead`, messages: 0 }) }],
    topics: async () => [{ role: 'alerts', arn: 'a', listeners: known(1) }],
    wayIn: async () => ({
      queue: known({ arn: ARN, policy: 's3.amazonaws.com' }),
      bucket: { name: 'logs', targets: known([{ kind: 'queue' as const, arn: ARN, suffix: '' }]) },
    }),
    trail: { arn: 'trail', state: async () => known({ isLogging: true }) },
    chains: {
      bucket: 'logs',
      verify: async (since) => {
        verified.push(since);
        return { reports, keyless };
      },
    },
  };
  const sink = { send: async (notice: Notice) => void notices.push(notice) };
  const deps: WatchDeps = { state, documents, sink, suppressions: [], ask };
  return {
    deps,
    notices,
    state,
    documents,
    verified,
    keyless,
    setReports: (next: readonly ChainReport[]) => (reports = next),
  };
}

function chain(until: number, problems: ChainReport['problems'] = []): ChainReport {
  return {
    ...{ account: '111111111111', region: 'eu-west-1', trail: 't', backfill: false, digests: 1, proven: 1 },
    ...{ logs: 1, unverifiedLogs: 0, starts: 0, from: undefined, until, problems, notes: [] },
  };
}

/** What ingest leaves of an account that spoke in each of the last hours. */
function spoke(hours: number, last: number): Map<string, StateItem> {
  const entries = Array.from({ length: hours }, (_, ago) => last - ago * HOUR)
    .sort((a, b) => a - b)
    .map((time) => ({ time: Math.floor(time / HOUR) * HOUR, id: 'pulse', revision: 0, value: '' }));
  return new Map<string, StateItem>([
    [ACCOUNTS_KEY, { kind: 'days', values: new Map([['111111111111', [dayOf(last)]]]) }],
    [pulseKey('111111111111', 'eu-west-1'), { kind: 'register', entries, keep: 14 * DAY }],
  ]);
}

describe('the watch', () => {
  it('has nothing to say of a healthy pipeline', async () => {
    const { deps, notices, state, documents } = healthy();
    await state.merge(spoke(60, NOW - HOUR));
    await changeProgress({ documents, run: 'live' }, (progress) => ({ ...progress, waiting: [dayOf(NOW)] }));
    expect(await watch(deps, NOW)).toEqual({
      silent: 0,
      deadLetters: 0,
      chainProblems: 0,
      open: [],
      problems: 0,
      sent: [],
    });
    expect(notices).toEqual([]);
  });

  it('tells once of a region that fell silent, and when it is heard again', async () => {
    const { deps, notices, state } = healthy();
    await state.merge(spoke(60, NOW));
    const silent: number[] = [];
    for (let at = NOW; at < NOW + 8 * HOUR; at += QUARTER) silent.push((await watch(deps, at)).silent);
    expect(silent.filter((number) => number === 1)).toHaveLength(4 * 4);
    expect(notices.map(({ key }) => key)).toEqual([
      'silence.111111111111.eu-west-1.2026-11-22T12.2026-11-22T16:05:00Z',
    ]);
    await state.merge(spoke(1, NOW + 8 * HOUR));
    expect((await watch(deps, NOW + 8 * HOUR)).silent).toBe(0);
    expect(notices.at(-1)).toMatchObject({
      title: 'CloudTrail is heard again of account 111111111111, region eu-west-1',
    });
  });

  it('tells of everything that is cut, a notice for each check', async () => {
    const { deps, notices, documents } = healthy();
    await changeProgress({ documents, run: 'live' }, (progress) => ({ ...progress, waiting: [dayOf(NOW) - 9] }));
    const cut: WatchDeps = {
      ...deps,
      suppressions: [{ detection: 'x', reason: 'known', owner: 'alice@example.com', expires: '2026-11-24' }],
      ask: {
        ...deps.ask,
        deadLetters: async () => [{ name: 'q-dead', state: known({ arn: `${ARN}-dead`, messages: 2 }) }],
        topics: async () => [{ role: 'alerts', arn: 'a', listeners: known(0) }],
        wayIn: async () => ({ queue: { is: 'missing', said: 'gone' } }),
        trail: { arn: 'trail', state: async () => known({ isLogging: false }) },
      },
    };
    const { open, problems, deadLetters } = await watch(cut, NOW);
    // Not the reminder, and not what is waited for.
    expect(problems).toBe(4);
    expect(deadLetters).toBe(2);
    expect(open.map((key) => key.split('.')[0])).toEqual([
      'dead-letters',
      'way-out',
      'way-in',
      'trail',
      'sealing',
      'review',
    ]);
    expect(notices).toHaveLength(5);
    await watch(cut, NOW + 7 * HOUR);
    expect(notices.map(({ key }) => key.split('.')[0])).toEqual([
      'dead-letters',
      'way-out',
      'way-in',
      'trail',
      'review',
      'sealing',
    ]);
    const before = notices.length;
    await watch(deps, NOW + 8 * HOUR);
    expect(notices.slice(before).map(({ key }) => key.endsWith('.over'))).toEqual([true, true, true, true]);
  });

  it('looks at digests once an hour, each digest once, and tells of each problem once', async () => {
    const { deps, notices, verified, setReports } = healthy();
    expect((await watch(deps, NOW)).chainProblems).toBe(0);
    expect((await watch(deps, NOW + QUARTER)).chainProblems).toBeUndefined();
    const problem = { kind: 'altered-log', object: 'x.json.gz', reason: 'its hash is another' } as const;
    setReports([chain(NOW, [problem])]);
    expect((await watch(deps, NOW + HOUR)).chainProblems).toBe(1);
    setReports([chain(NOW, [problem])]);
    await watch(deps, NOW + 2 * HOUR);
    expect(verified).toEqual([NOW - 4 * HOUR, NOW - HOUR, NOW]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ severity: 'critical', lines: ['x.json.gz: its hash is another'] });
  });

  it('tells what it may not look at, and takes nothing there for mended', async () => {
    const { deps, notices } = healthy();
    const stopped = { arn: 'trail', state: async () => known({ isLogging: false }) };
    await watch({ ...deps, ask: { ...deps.ask, trail: stopped } }, NOW);
    const blind = { arn: 'trail', state: async () => DENIED };
    const { open } = await watch({ ...deps, ask: { ...deps.ask, trail: blind } }, NOW + QUARTER);
    expect(open).toEqual(['trail.stopped', 'unchecked.trail.denied']);
    expect(notices.map(({ key }) => key.replace(/\.2026.*/, ''))).toEqual(['trail.stopped', 'unchecked.trail.denied']);
    await watch(deps, NOW + 2 * QUARTER);
    expect(notices.at(-1)).toMatchObject({ title: 'The trail logs again' });
  });

  it('goes on when the chain can not be verified, and tells that after an hour', async () => {
    const { deps, notices } = healthy();
    const broken: WatchDeps = {
      ...deps,
      ask: {
        ...deps.ask,
        chains: {
          bucket: 'logs',
          verify: async () => {
            throw new Error('KMS says no');
          },
        },
      },
    };
    expect((await watch(broken, NOW)).open).toEqual(['unchecked.chain.failed']);
    await watch(broken, NOW + QUARTER);
    expect(notices).toEqual([]);
    await watch(broken, NOW + HOUR);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ lines: [expect.stringContaining('KMS says no')] });
  });

  it.each([0, 1])(
    'sends under the same key what a crash after %i notices kept back, even when it is over',
    async (after) => {
      const { deps, notices, documents } = healthy();
      const broken: WatchDeps = {
        ...deps,
        ask: {
          ...deps.ask,
          topics: async () => [{ role: 'alerts', arn: 'a', listeners: known(0) }],
          trail: { arn: 'trail', state: async () => known({ isLogging: false }) },
        },
        sink: {
          send: async (notice) => {
            if (notices.length === after) throw new Error('SNS is down');
            notices.push(notice);
          },
        },
      };
      await expect(watch(broken, NOW)).rejects.toThrow('SNS is down');
      expect(notices).toHaveLength(after);
      await watch(deps, NOW + QUARTER);
      expect(notices.map(({ key }) => key)).toEqual([
        'way-out.alerts.2026-11-22T12:05:00Z',
        'trail.stopped.2026-11-22T12:05:00Z',
        'way-out.alerts.2026-11-22T12:05:00Z.over',
        'trail.stopped.2026-11-22T12:05:00Z.over',
      ]);
      expect(JSON.parse((await documents.read('watch/told')) ?? '')).toMatchObject({ open: {}, unsent: [] });
    },
  );

  it('sends twice at most under one key when it dies between sending and remembering', async () => {
    const { deps, notices, documents } = healthy();
    const stopped = { arn: 'trail', state: async () => known({ isLogging: false }) };
    let writes = 0;
    const dying = {
      read: (key: string) => documents.read(key),
      change: async (...[key, change]: Parameters<typeof documents.change>) => {
        writes += 1;
        if (writes === 2) throw new Error('killed');
        return documents.change(key, change);
      },
    } as typeof documents;
    const given = { ...deps, ask: { ...deps.ask, trail: stopped } };
    await expect(watch({ ...given, documents: dying }, NOW)).rejects.toThrow('killed');
    await watch(given, NOW + QUARTER);
    await watch(given, NOW + 2 * QUARTER);
    expect(notices.map(({ key }) => key)).toEqual([
      'trail.stopped.2026-11-22T12:05:00Z',
      'trail.stopped.2026-11-22T12:05:00Z',
    ]);
  });
});
