import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/alerts/alert.ts';
import { withinBudget } from '../../shared/alerts/budget.ts';
import { suppressionOfCrossing } from '../../shared/alerts/suppression.ts';
import { DAY, isoTime } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG, type Suppression } from '../../shared/config.ts';
import { SEVERITIES } from '../../shared/detections/severity.ts';
import { crossing } from './crossing.ts';

const START = Date.UTC(2026, 10, 2);
let made = 0;
function alert(day: number, more: Partial<Alert> = {}): Alert {
  made += 1;
  const id = `a-${String(made).padStart(6, '0')}`;
  const time = isoTime(START + day * DAY + made * 1000);
  const none = {
    account: '1',
    principal: 'p',
    title: '',
    summary: '',
    reasons: [],
    findingIds: [],
    eventIds: [],
    attack: [],
    nextSteps: [],
  };
  return { id, time, severity: 'medium', score: 5, channel: 'acute', ...none, ...more };
}
const many = (count: number, day: number, more: Partial<Alert> = {}): Alert[] =>
  Array.from({ length: count }, () => alert(day, more));

describe('the budget of alerts', () => {
  it('lets out what it has, a few days’ worth at once, and the rest goes to the digest: nothing is lost', () => {
    const all = [...many(20, 0), ...many(20, 1), ...many(1, 9)];
    const { alerts, digest } = withinBudget(all, 1);
    const days = Map.groupBy(alerts, ({ time }) => time.slice(0, 10));
    expect([...days.values()].map(({ length }) => length)).toEqual([5, 1, 1]);
    expect([...alerts, ...digest].map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id));
  });

  it('saves up no more than five days', () => {
    const { alerts } = withinBudget([...many(1, 0), ...many(50, 100)], 2);
    expect(alerts).toHaveLength(1 + 10);
  });

  it('of less than one a day lets one out in a few days', () => {
    const { alerts } = withinBudget(
      Array.from({ length: 40 }, (_, day) => alert(day)),
      0.2,
    );
    expect(alerts).toHaveLength(8);
  });

  it('takes the more severe first, then those with more evidence, and keeps them by time', () => {
    const weak = many(5, 0, { score: 4 });
    const strong = many(4, 0, { score: 30 });
    const high = alert(0, { severity: 'high', score: 20 });
    const { alerts } = withinBudget([...weak, ...strong, high], 1);
    expect(alerts).toEqual([...strong, high]);
  });

  it('never holds back rules of high severity, nor lets them or ordinary ones use up what behaviour needs', () => {
    const rules = [
      ...many(30, 0, { channel: 'rule', severity: 'high' }),
      ...many(3, 0, { channel: 'sequence', severity: 'critical' }),
    ];
    const ordinary = many(30, 0, { channel: 'rule', severity: 'low' });
    const { alerts } = withinBudget([...rules, ...ordinary, ...many(30, 0)], 1);
    const counts = Map.groupBy(alerts, ({ channel, severity }) => `${channel} ${severity}`);
    expect([...counts].map(([what, { length }]) => [what, length])).toEqual([
      ['rule high', 30],
      ['sequence critical', 3],
      ['rule low', 5],
      ['acute medium', 5],
    ]);
  });

  it('is kept to over any time, whatever comes', () => {
    const one = fc.record({
      severity: fc.constantFrom(...SEVERITIES),
      channel: fc.constantFrom('acute', 'rate', 'slow'),
      score: fc.nat(40),
    } as const);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), one), { maxLength: 120, size: 'max' }),
        fc.constantFrom(0.2, 0.5, 1, 3),
        (told, budget) => {
          const all = told.map(([day, more]) => alert(day, more as Partial<Alert>));
          const { alerts, digest } = withinBudget(all, budget);
          expect(alerts.length + digest.length).toBe(all.length);
          for (const from of [0, 5, 15]) {
            const within = alerts.filter(({ time }) => Date.parse(time) >= START + from * DAY);
            expect(within.length).toBeLessThanOrEqual(Math.max(1, 5 * budget) + (20 - from) * budget + 1e-9);
          }
        },
      ),
    );
  });
});

describe('a suppression of unusual behaviour', () => {
  const quiet = (how: Partial<Suppression>, one = crossing(0)) =>
    suppressionOfCrossing(one, {
      ...DEFAULT_CONFIG,
      suppressions: [{ reason: 'known', owner: 'me', expires: '2026-12-01', ...how }],
    }) !== undefined;

  it.each<[what: string, how: Partial<Suppression>, holds: boolean]>([
    ['its channel', { detection: 'behaviour-acute' }, true],
    ['all channels', { detection: 'behaviour-*' }, true],
    ['another channel', { detection: 'behaviour-slow' }, false],
    ['its key', { principal: '111111111111/user/*' }, true],
    ['its name', { principal: 'alice' }, true],
    ['another principal', { principal: 'bob' }, false],
    ['its account', { account: '111111111111' }, true],
    ['an address: it is about none', { principal: 'alice', ip: '198.51.100.7' }, false],
    ['a resource: it is about none', { principal: 'alice', resource: '*' }, false],
    ['what is over', { principal: 'alice', expires: '2026-11-02' }, false],
    ['what is over the day after', { principal: 'alice', expires: '2026-11-03' }, true],
  ])('by %s', (_what, how, holds) => {
    expect(quiet(how)).toBe(holds);
  });
});
