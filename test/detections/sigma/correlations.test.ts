import { describe, expect, it } from 'vitest';
import { compiled, findings } from './rules.ts';
import { correlated, created, denied, times } from './stories.ts';

const COUNT = (bounds: string): string => `type: event_count
rules: [denied]
group-by: [sourceIPAddress]
timespan: 1m
condition: { ${bounds} }`;

describe('event_count', () => {
  it('tells the event that makes it enough, once a run', async () => {
    const all = [0, 10, 20, 30, 100, 110, 120].map((at) => denied(at));
    const found = await findings(correlated(COUNT('gte: 3')), all);
    expect(times(found)).toEqual([20, 120]);
    expect(found[0]).toMatchObject({
      rule: 'sigma-together',
      title: 'Together',
      severity: 'medium',
      attack: ['T1580'],
    });
    expect(found[0]?.eventIds).toHaveLength(3);
    const texts = found[0]?.reasons.map(({ text }) => text) ?? [];
    expect(texts[0]).toBe('sourceIPAddress is 198.51.100.10');
    expect(texts[1]).toMatch(/^3 matching events in /);
  });

  it('wants more than gt says', async () => {
    const all = [0, 10, 20, 30].map((at) => denied(at));
    expect(times(await findings(correlated(COUNT('gt: 3')), all))).toEqual([30]);
  });

  it('counts each group by itself, and nobody who has none', async () => {
    const all = [denied(0), denied(10), denied(20, 'ListUsers', '192.0.2.1')];
    expect(await findings(correlated(COUNT('gte: 3')), all)).toEqual([]);
    const nobody = all.map(({ sourceIPAddress, ...rest }) => rest);
    expect(await findings(correlated(COUNT('gte: 3')), nobody)).toEqual([]);
  });

  it('no longer counts what is as old as the timespan', async () => {
    expect(await findings(correlated(COUNT('gte: 2')), [denied(0), denied(60)])).toEqual([]);
    expect(await findings(correlated(COUNT('gte: 2')), [denied(0), denied(59)])).toHaveLength(1);
  });

  it('counts events of several rules together', async () => {
    const rules = correlated('type: event_count\nrules: [denied, created]\ntimespan: 1m\ncondition: { gte: 2 }');
    expect(times(await findings(rules, [denied(0), created(10)]))).toEqual([10]);
  });

  it('lets the rules report by themselves when it says generate', async () => {
    const rules = correlated(`${COUNT('gte: 3')}\ngenerate: true`);
    expect((await findings(rules, [denied(0)])).map(({ rule }) => rule)).toEqual(['sigma-denied']);
    expect((await findings(correlated(COUNT('gte: 3')), [denied(0), created(0)])).map(({ rule }) => rule)).toEqual([
      'sigma-created',
    ]);
  });
});

describe('value_count', () => {
  const rules = correlated(`type: value_count
rules: [denied]
group-by: [userIdentity.arn]
timespan: 10m
condition: { field: eventName, gte: 3 }`);

  it('counts different values', async () => {
    const names = ['ListUsers', 'ListUsers', 'ListRoles', 'ListUsers', 'ListGroups'];
    const found = await findings(
      rules,
      names.map((name, at) => denied(at, name)),
    );
    expect(times(found)).toEqual([4]);
    expect(found[0]?.reasons.at(-1)?.text).toMatch(/^3 different values of eventName in /);
  });
});

describe('Sigma 1', () => {
  const rules = (condition: string, more = ''): ReturnType<typeof compiled> =>
    compiled(`title: Many
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { errorCode: AccessDenied }
  ${more}
  condition: selection | ${condition}
`);
  it.each([
    ['count() by sourceIPAddress > 2', '', [0, 1, 2], 1],
    ['count() by sourceIPAddress > 2', '', [0, 1], 0],
    ['count() >= 2', 'timeframe: 5s', [0, 5], 0],
    ['count() >= 2', 'timeframe: 6s', [0, 5], 1],
    ['count(eventName) by userIdentity.arn, sourceIPAddress > 1', '', [0, 1, 2], 0],
  ])('counts behind a |: %s %s', async (condition, timeframe, seconds, expected) => {
    expect(
      await findings(
        rules(condition, timeframe),
        seconds.map((at) => denied(at)),
      ),
    ).toHaveLength(expected);
  });
});
