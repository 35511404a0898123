import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHANNELS,
  type DayScores,
  type Score,
  scoresOf,
  type Thresholds,
  thresholdsFor,
} from '../../shared/behaviour/thresholds.ts';
import { recordOf } from '../state/made.ts';
import { span } from './made.ts';

const score = (acute: number, rate = 0, slow = 0): Score => ({ acute, rate, slow });
/** Days 0 to 29 if not told otherwise, of `many` principals each, whose scores a function tells. */
function daysOf(
  many: number,
  of: (day: number, who: number) => Score,
  over: readonly number[] = span(0, 29),
): Map<number, DayScores> {
  return new Map(over.map((day) => [day, new Map(span(0, many - 1).map((who) => [`p${who}`, of(day, who)]))]));
}
/** Incidents that would have begun over these thresholds. */
function begun(days: ReadonlyMap<number, DayScores>, thresholds: Thresholds): number {
  const isOver = (one: Score | undefined) =>
    one !== undefined && CHANNELS.some((channel) => one[channel] > thresholds[channel]);
  return [...days].flatMap(([day, scores]) =>
    [...scores].filter(([who, one]) => isOver(one) && !isOver(days.get(day - 1)?.get(who))),
  ).length;
}
/** Scores without ties, each day its own. */
const mixed = (day: number, who: number) => {
  const at = (salt: number) => (((day * 131 + who * 37 + salt) * 7919) % 10_007) / 500;
  return score(at(1), at(2) / 3, at(3));
};

describe('thresholds', () => {
  it.each([0.5, 1, 2, 5])('would have made the budget’s alerts over the days before: %f a day', (budget) => {
    const days = daysOf(100, mixed);
    const made = begun(days, thresholdsFor(days, 30, budget));
    expect(made).toBeLessThanOrEqual(30 * budget);
    expect(made).toBeGreaterThanOrEqual(0.85 * 30 * budget);
  });

  it('share the budget out: most to acute, some to rate, a little to slow', () => {
    const days = daysOf(400, mixed);
    const thresholds = thresholdsFor(days, 30, 10);
    const of = (channel: 'acute' | 'rate' | 'slow') =>
      begun(days, { ...thresholds, acute: 99, rate: 99, slow: 99, [channel]: thresholds[channel] });
    const [acute, rate, slow] = [of('acute'), of('rate'), of('slow')];
    // Few exceed two channels here, so the parts are hardly scaled up.
    expect(acute).toBeGreaterThan(0.65 * 300);
    expect(acute).toBeLessThan(0.8 * 300);
    expect(rate / acute).toBeCloseTo(2 / 7, 1);
    expect(slow / acute).toBeCloseTo(1 / 7, 1);
  });

  it('let more of one channel out where a day exceeds several', () => {
    const alike = daysOf(100, (day, who) => {
      const { acute } = mixed(day, who);
      return score(acute, acute, acute);
    });
    const made = begun(alike, thresholdsFor(alike, 30, 1));
    expect([made > 0.85 * 30, made <= 30]).toEqual([true, true]);
  });

  it('count a run of days of one principal once', () => {
    const [runs, singles] = [2, 50];
    // Principals 0 and 1 stand out on all days, and are one incident each; the others once.
    const days = daysOf(100, (day, who) =>
      who < runs ? score(40 + who) : score(who < runs + singles && day === who % 30 ? 20 + who / 10 : 1),
    );
    const made = begun(days, thresholdsFor(days, 30, 1));
    expect([made > 0.85 * 30, made <= 30]).toEqual([true, true]);
    const { acute } = thresholdsFor(days, 30, 1);
    expect([acute > 20, acute < 26]).toEqual([true, true]);
  });

  it('count anew what calmed down in between', () => {
    const days = daysOf(30, (day, who) => score(who === 0 && day % 2 === 0 ? 50 : (who % 7) / 10));
    // Fifteen separate days of one principal do not use up a budget of thirty.
    expect(thresholdsFor(days, 30, 1).acute).toBeLessThan(50);
    // Of 15 they are all that there is room for: .7 of it alone would let the highest be the threshold.
    expect(begun(days, thresholdsFor(days, 30, 0.6))).toBeLessThanOrEqual(18);
  });

  it('below ten expected alerts are read off a tail, not far from what it is', () => {
    const days = daysOf(200, (day, who) => score(-3 * Math.log(((((day * 200 + who) * 7919) % 6007) + 0.5) / 6007)));
    // 0.2 a day: 6 alerts of 6,000 scores, 4.2 of them acute and up to 8.4 as nothing else exceeds: -3 ln(4.2 / 6000) = 21.8.
    const { acute } = thresholdsFor(days, 30, 0.2);
    expect(acute).toBeGreaterThan(-3 * Math.log(8.4 / 6000) - 1.5);
    expect(acute).toBeLessThan(-3 * Math.log(4.2 / 6000) + 1.5);
  });

  it('look back thirty days, and never at the day or what comes after (law 4)', () => {
    const before = daysOf(50, mixed, span(30, 59));
    const thresholds = thresholdsFor(before, 60, 1);
    const loud = (over: readonly number[]) => daysOf(50, () => score(500, 500, 500), over);
    const older = thresholdsFor(new Map([...loud(span(0, 28)), ...before]), 60, 1);
    expect(older).toEqual({ ...thresholds, since: 0 });
    expect(thresholdsFor(new Map([...before, ...loud(span(60, 90))]), 60, 1)).toEqual(thresholds);
  });
});

describe('while too little is known', () => {
  const over = (count: number, of: (day: number, who: number) => Score = mixed): Thresholds =>
    thresholdsFor(daysOf(50, of, span(100 - count, 99)), 100, 1);

  it('nothing alerts in the first seven days', () => {
    for (const count of [0, 1, 6])
      expect(over(count)).toEqual({
        acute: Number.POSITIVE_INFINITY,
        rate: Number.POSITIVE_INFINITY,
        slow: Number.POSITIVE_INFINITY,
        days: count,
        since: count === 0 ? undefined : expect.any(Number),
        isLearning: true,
      });
  });

  it('only an acute score of 18 bits and more does in the second seven, more when that is usual', () => {
    for (const count of [7, 13]) {
      expect(over(count, () => score(2))).toMatchObject({
        acute: 18,
        rate: Number.POSITIVE_INFINITY,
        isLearning: true,
      });
      expect(over(count, (day, who) => score(30 + mixed(day, who).acute)).acute).toBeGreaterThan(30);
    }
  });

  it('then the scores tell', () => {
    expect(over(14)).toMatchObject({ days: 14, isLearning: false });
    expect(over(14).acute).toBeLessThan(21);
    expect(Number.isFinite(over(14).rate)).toBe(true);
  });

  it('a stray day long before ends nothing: days count that were seen', () => {
    const stray = new Map([...daysOf(50, mixed, [70]), ...daysOf(50, mixed, span(98, 99))]);
    expect(thresholdsFor(stray, 100, 1)).toMatchObject({ acute: Number.POSITIVE_INFINITY, isLearning: true });
  });

  it('a small organisation does not alert for nothing', () => {
    const small = daysOf(2, () => score(2, 0.5, 2), span(60, 99));
    const { acute, rate, slow } = thresholdsFor(small, 100, 1);
    expect([acute >= 9, rate >= 4, slow >= 11]).toEqual([true, true, true]);
  });

  it('nor does one whose log comes back after a month of silence', () => {
    const { acute, rate, slow } = thresholdsFor(daysOf(50, mixed, span(20, 60)), 100, 1);
    expect([acute >= 9, rate >= 4, slow >= 11]).toEqual([true, true, true]);
  });
});

describe('the scores of a day that thresholds are learnt from', () => {
  const record = fc.record({
    acute: fc.nat(3),
    rate: fc.nat(1),
    slow: fc.nat(2),
    alerted: fc.constantFrom(0, 1, 2, 7),
  });

  it('are the same whatever the order of principals, also of many with equal scores (law 3)', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 300, maxLength: 700, size: 'max' }), (rows) => {
        const records = rows.map((row, index) => [`p${index}`, recordOf(row)] as const);
        const [straight, reversed] = [records, [...records].reverse()].map((some) =>
          scoresOf({ kind: 'summary', day: 7, records: new Map(some) }),
        );
        expect([...(reversed ?? [])]).toEqual([...(straight ?? [])]);
      }),
      { numRuns: 20 },
    );
  });

  it('are those of each channel that could set a threshold, without what rules told anyway', () => {
    const rows = span(0, 999).map(
      (index) =>
        [`p${index}`, recordOf({ acute: index, rate: 999 - index, slow: 0, alerted: index === 999 ? 3 : 0 })] as const,
    );
    const scores = scoresOf({ kind: 'summary', day: 7, records: new Map(rows) });
    expect([scores.has('p998'), scores.has('p999'), scores.has('p0')]).toEqual([true, false, true]);
    expect(scores.size).toBeLessThanOrEqual(3 * 256);
    expect(scores.get('p998')).toEqual({ acute: 998, rate: 1, slow: 0 });
  });
});
