import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { record } from '../../../shared/detections/example.ts';
import { compiled, findings } from './rules.ts';

const RULE = `
title: Read
name: read
logsource: { product: aws, service: cloudtrail }
detection:
  a: { eventName: GetObject }
  condition: a
---
title: Signed in
name: signed_in
logsource: { product: aws, service: cloudtrail }
detection:
  a: { eventName: ConsoleLogin }
  condition: a
`;
function correlated(correlation: string): ReturnType<typeof compiled> {
  return compiled(`${RULE}---\ntitle: Much\ncorrelation:\n${correlation.replace(/^/gm, '  ')}\n`);
}
const counted = (condition: string, timespan = '1m', type = 'event_count'): ReturnType<typeof compiled> =>
  correlated(
    `type: ${type}\nrules: [read]\ngroup-by: [sourceIPAddress]\ntimespan: ${timespan}\ncondition: { ${condition} }`,
  );

const read = (seconds: number, also: Record<string, unknown> = {}): RawRecord =>
  record('s3', 'GetObject', { minute: seconds / 60, also });
const times = (all: readonly { time: number }[]): number[] =>
  all.map(({ time }) => (time - Date.UTC(2026, 10, 2, 10)) / 1000);
const run = (count: number, every = 1): RawRecord[] => Array.from({ length: count }, (_, index) => read(index * every));

describe('thresholds beyond 64', () => {
  it('are reached at the event that reaches them, in one minute', async () => {
    expect(times(await findings(counted('gte: 100'), run(200, 0.25)))).toEqual([24]);
    expect(await findings(counted('gte: 201'), run(200, 0.25))).toEqual([]);
    expect(times(await findings(counted('gte: 200'), run(200, 0.25)))).toEqual([49]);
  });

  it('are reached over hours, and over weeks', async () => {
    expect(times(await findings(counted('gte: 300', '6h'), run(400, 60)))).toEqual([299 * 60]);
    expect(times(await findings(counted('gte: 100', '4w'), run(101, 6 * 3600)))).toEqual([99 * 6 * 3600]);
  });

  it('hold for values as for events', async () => {
    const all = run(300, 0.1).map((one, index) => ({ ...one, requestParameters: { key: `k${index % 120}` } }));
    const values = (bound: string): ReturnType<typeof compiled> =>
      counted(`field: requestParameters.key, ${bound}`, '1m', 'value_count');
    expect(await findings(values('gte: 120'), all)).toHaveLength(1);
    expect(await findings(values('gte: 121'), all)).toEqual([]);
  });
});

describe('other comparisons', () => {
  it.each([
    ['eq: 2', [1]],
    ['lt: 3', [0]],
    ['lte: 1', [0]],
    ['neq: 1', [1]],
    ['gt: 1, lte: 3', [1]],
    ['gte: 2, lt: 3', [1]],
  ])('{ %s } is told where it becomes true', async (bound, expected) => {
    expect(times(await findings(counted(bound), run(5)))).toEqual(expected);
  });

  it('are told again where they become true again', async () => {
    expect(
      times(
        await findings(
          counted('eq: 2', '10s'),
          [0, 1, 2, 11.5, 12.5].map((at) => read(Math.floor(at))),
        ),
      ),
    ).toEqual([1, 11]);
    expect(
      times(
        await findings(
          counted('lt: 3', '10s'),
          [0, 1, 20].map((at) => read(at)),
        ),
      ),
    ).toEqual([0, 20]);
  });

  it('see all values of an event at once', async () => {
    const rules = counted('field: x, eq: 2', '1m', 'value_count');
    expect(await findings(rules, [read(0, { x: ['a', 'b', 'c'] })])).toEqual([]);
    expect(await findings(rules, [read(0, { x: ['a', 'b'] })])).toHaveLength(1);
  });
});

describe('measures', () => {
  const sizes = [10, 20, 30, 40].map((bytes, at) => read(at, { additionalEventData: { bytesTransferredOut: bytes } }));
  it.each([
    ['value_sum', 'gte: 60', [2]],
    ['value_sum', 'gt: 100', []],
    ['value_avg', 'gt: 19', [2]],
    ['value_median', 'gte: 25', [3]],
    ['value_percentile', 'percentile: 95, gte: 40', [3]],
    ['value_min', 'lt: 11', [0]],
    ['value_max', 'gte: 20', [1]],
  ])('%s %s', async (type, bound, expected) => {
    const rules = counted(`field: additionalEventData.bytesTransferredOut, ${bound}`, '1m', type);
    expect(times(await findings(rules, sizes))).toEqual(expected);
  });

  it('take equal numbers of several events for several', async () => {
    const rules = counted('field: x, gte: 30', '1m', 'value_sum');
    expect(
      times(
        await findings(
          rules,
          [0, 1, 2, 3].map((at) => read(at, { x: '10' })),
        ),
      ),
    ).toEqual([2]);
  });

  it('forget what left the timespan', async () => {
    const rules = counted('field: x, gte: 30', '10s', 'value_sum');
    expect(
      await findings(
        rules,
        [0, 9, 18, 27].map((at) => read(at, { x: 14 })),
      ),
    ).toEqual([]);
  });
});

describe('correlations of correlations', () => {
  const nested = compiled(`${RULE}---
title: Many reads
name: many_reads
correlation:
  type: event_count
  rules: [read]
  group-by: [userAgent]
  timespan: 1m
  condition: { gte: 3 }
---
title: Reads, then a sign-in
correlation:
  type: temporal_ordered
  rules: [many_reads, signed_in]
  group-by: [sourceIPAddress]
  timespan: 10m
`);
  const signIn = (minute: number, ip?: string): RawRecord =>
    record('signin', 'ConsoleLogin', { minute, ...(ip && { ip }) });

  it('are told as a whole, and their counts not by themselves', async () => {
    const found = await findings(nested, [...run(4), signIn(5)]);
    expect(found.map(({ rule }) => rule)).toEqual(['sigma-reads-then-a-sign-in']);
    expect(found[0]?.what).toContain('Many reads, then Signed in');
  });

  it('are joined by what the outer one groups by', async () => {
    expect(await findings(nested, [...run(4), signIn(5, '192.0.2.7')])).toEqual([]);
    expect(await findings(nested, [...run(2), signIn(5)])).toEqual([]);
    expect(await findings(nested, [...run(4), signIn(11)])).toEqual([]);
  });
});

describe('temporal', () => {
  it('takes one event for several rules, as Sigma does', async () => {
    const both = compiled(`${RULE.replace('ConsoleLogin', 'Get*')}---
title: Both
correlation: { type: temporal, rules: [read, signed_in], group-by: [sourceIPAddress], timespan: 1m }
`);
    expect(await findings(both, [read(0)])).toHaveLength(1);
  });
});
