import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownSpread, p99, spreadOf, volumeBits } from '../../shared/behaviour/volume.ts';
import type { DayRecord } from '../../shared/state/summary.ts';
import { activityOf, profileOf, recordOf, sampled } from '../state/made.ts';
import { contextOf, scored, span, TODAY } from './made.ts';

const NONE = [0, 0, 0, 0] as const;
/** Days with so many calls. */
const days = (...counts: readonly (readonly [day: number, calls: number])[]): [number, DayRecord][] =>
  counts.map(([day, calls]) => [day, recordOf({ counts: [calls] })]);
const sums = (all: number, positive: number, mean: number, variance: number) =>
  [all, positive, positive * mean, positive * (variance + mean * mean)] as const;

describe('the evidence in a volume', () => {
  it('where nothing is known: any on 30 % of days, e^1.5 calls, give or take', () => {
    const anyone = spreadOf(NONE, NONE, ownSpread([], TODAY, 0));
    expect(anyone).toMatchObject({ positive: 0.3, mean: 1.5, variance: 1.5 });
    // 0.3 P(T5 > (ln 51 - 1.5) / sqrt(1.5 * 4/3) = 1.7196) = 0.3 * 0.07307; 0.3 P(T5 > 4.9620) = 0.3 * 0.0021203.
    expect(volumeBits(50, anyone, 0, 0)).toBeCloseTo(1.5115, 3);
    expect(volumeBits(5000, anyone, 0, 0)).toBeCloseTo(6.6185, 3);
  });

  it('of a principal of its own: ten calls on two of its three days', () => {
    const own = ownSpread(days([97, 0], [98, 10], [99, 10]), TODAY, 0);
    expect(own.days).toBeCloseTo(2.865035, 6);
    expect(own.positive).toBeCloseTo(1.932002, 6);
    expect([own.mean, own.variance]).toEqual([Math.log(11), 0]);
    const spread = spreadOf(NONE, NONE, own);
    expect(spread.positive).toBeCloseTo(0.4562252, 6);
    expect(spread.mean).toBeCloseTo(1.8517304, 6);
    expect(spread.variance).toBeCloseTo(1.0084599, 6);
    // t = 3.1340 with 6.932 degrees of freedom: P = 0.0083636.
    expect(volumeBits(200, spread, own.positive, 0)).toBeCloseTo(4.0338, 3);
  });

  it('of somebody new is what is usual for its peers, who lean on their class', () => {
    const kind = sums(100, 80, Math.log(11), 0.2);
    const peers = sums(10, 10, Math.log(21), 0.1);
    const spread = spreadOf(kind, peers, ownSpread([], TODAY, 0));
    expect(spread.positive).toBeCloseTo(0.8772727, 6);
    expect(spread.mean).toBeCloseTo(2.8878114, 6);
    expect(spread.variance).toBeCloseTo(0.1780917, 6);
    expect(volumeBits(500, spread, 0, 0)).toBeCloseTo(7.1183, 3);
  });

  it('of few is none, of the usual is none, and of more is never less', () => {
    const own = ownSpread(days(...span(70, 99).map((day) => [day, 20] as const)), TODAY, 0);
    const spread = spreadOf(NONE, NONE, own);
    const bits = [0, 1, 2, 20, 25, 40, 80, 200, 1e4, 1e9].map((x) => volumeBits(x, spread, own.positive, 0));
    expect(bits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(bits.slice(5)).toEqual([...bits.slice(5)].sort((a, b) => a - b));
    expect(Math.max(...bits)).toBe(20);
  });

  it('is not made by zeros: what is seldom but never large stays what it was on its days', () => {
    const seldom = ownSpread(days(...span(60, 99).map((day) => [day, day % 10 === 0 ? 12 : 0] as const)), TODAY, 0);
    const always = ownSpread(days(...span(60, 99).map((day) => [day, 12] as const)), TODAY, 0);
    expect([seldom.mean, seldom.variance]).toEqual([always.mean, always.variance]);
    const bits = volumeBits(13, spreadOf(NONE, NONE, seldom), seldom.positive, 0);
    expect(bits).toBeLessThan(2);
  });

  it('is no more than how often there was as much', () => {
    const own = ownSpread(days(...span(70, 99).map((day) => [day, 5] as const)), TODAY, 0);
    const spread = spreadOf(NONE, NONE, own);
    expect(volumeBits(5000, spread, own.positive, 0)).toBeGreaterThan(10);
    expect(volumeBits(5000, spread, own.positive, 1 / 64)).toBe(2);
    expect(volumeBits(5000, spread, own.positive, 1 / 16)).toBe(0);
  });

  it('and the count that 99 of 100 days stay below is the normal one of the logs', () => {
    expect(p99({ days: 1, positive: 1, mean: Math.log(11), variance: 0.25 })).toBe(
      Math.round(11 * Math.exp(1.165) - 1),
    );
    expect(p99({ days: 1, positive: 1, mean: 0, variance: 0.05 })).toBeGreaterThanOrEqual(0);
  });
});

describe('learning a volume', () => {
  const steady = span(60, 89).map((day): [number, number] => [day, 10 + (day % 3)]);
  const learnt = (...more: readonly [number, number][]) => ownSpread(days(...steady, ...more), TODAY, 0);

  it('takes a flood for no more than 2.5 standard deviations', () => {
    const before = ownSpread(days(...steady), 95, 0);
    const deviation = Math.sqrt(Math.max(0.05, before.variance));
    const cut = Math.expm1(before.mean + 2.5 * deviation);
    expect(learnt([95, 1e9])).toEqual(learnt([95, 1e6]));
    expect(learnt([95, 1e9]).mean).toBeCloseTo(learnt([95, cut]).mean, 9);
  });

  it('takes a doubling every day for many days before it is usual', () => {
    const bitsOn = (count: number): number[] => {
      const told = [...steady];
      return span(0, count - 1).map((step) => {
        const spread = ownSpread(days(...told), 90 + step, 0);
        const calls = 10 * 2 ** (step + 1);
        told.push([90 + step, calls]);
        return volumeBits(calls, spreadOf(NONE, NONE, spread), spread.positive, 0);
      });
    };
    expect(bitsOn(9).filter((bits) => bits > 6).length).toBeGreaterThanOrEqual(5);
  });

  it('of the same days is the same, whatever comes of a count that is not asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), fc.nat(50), (counts, other) => {
        const of = (rest: number) =>
          counts.map((x, index): [number, DayRecord] => [index, recordOf({ counts: [x, rest] })]);
        expect(ownSpread(of(other), 30, 0)).toEqual(ownSpread(of(0), 30, 0));
        const { days: all, positive } = ownSpread(of(0), 30, 0);
        expect(positive).toBeLessThanOrEqual(all + 1e-9);
      }),
    );
  });
});

describe('of the counts of a day', () => {
  const records = new Map(span(70, 99).map((day) => [day, recordOf({ counts: [5, 0, 0, 5, 3] })] as const));
  const profile = profileOf(span(70, 99), {}, { records });
  const calls = (count: number) => Array.from({ length: count }, (_, index) => sampled(`e${index}`, 2, index));
  const today = activityOf(TODAY, ['as3:A'], { calls: calls(60) });

  it('only the strongest is evidence, with what is usual', () => {
    const { evidence, record } = scored(today, profile, contextOf());
    const volume = evidence.filter(({ kind }) => kind === 'volume');
    expect(volume).toHaveLength(1);
    expect(volume[0]).toMatchObject({ count: 60, days: 30, activeDays: 30, median: 5, about: false });
    expect(record.rate).toBe(volume[0]?.bits);
    expect(record.rate).toBeGreaterThan(4);
  });

  it('of days after it nothing is learnt, nor of the day itself', () => {
    const later = new Map([
      ...records,
      ...span(100, 110).map((day) => [day, recordOf({ counts: [60, 0, 0, 60, 3] })] as const),
    ]);
    const known = profileOf(span(70, 110), {}, { records: later });
    expect(scored(today, known).record).toEqual(scored(today, profile).record);
  });
});
