import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agesBefore, BITS, isSet, joinBits, lastBefore, onDay } from '../../shared/state/day-bits.ts';
import { daysOn } from './made.ts';

/** Days as close to one another as the words are long, and as far as is forgotten. */
const days = fc.oneof(
  fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }),
  fc.array(fc.nat(130), { minLength: 1, maxLength: 60, size: 'max' }),
  fc.array(fc.constantFrom(0, 1, 31, 32, 33, 63, 64, 65, 95, 96, 97, 191, 192, 400), { minLength: 1, maxLength: 8 }),
);

/** What a plain set would answer, of the days within reach of the last. */
function reachable(all: readonly number[]): number[] {
  const last = Math.max(...all);
  return [...new Set(all)].filter((day) => day > last - BITS).sort((a, b) => b - a);
}

describe('days as bits', () => {
  it('hold the days within reach of the last, and the first for good, as a set would', () => {
    fc.assert(
      fc.property(days, days, fc.nat(420), (some, others, day) => {
        const all = [...some, ...others];
        const bits = joinBits(daysOn(some), daysOn(others));
        const before = reachable(all).filter((one) => one < day);
        expect([bits.first, bits.last]).toEqual([Math.min(...all), Math.max(...all)]);
        expect(agesBefore(bits, day)).toEqual(before.map((one) => day - one));
        expect(isSet(bits, day)).toBe(reachable(all).includes(day));
        const first = bits.first < day ? bits.first : undefined;
        expect(lastBefore(bits, day)).toBe(before[0] ?? first);
      }),
      { numRuns: 1000 },
    );
  });

  it('answer about each day up to the last as if nothing had come after, while it is within reach', () => {
    fc.assert(
      fc.property(days, fc.nat(BITS), (all, day) => {
        const kept = daysOn(all);
        const past = all.filter((one) => one < day);
        fc.pre(past.length > 0 && kept.last - Math.min(...past) < BITS);
        const then = daysOn(past);
        expect(agesBefore(kept, day)).toEqual(agesBefore(then, day));
        expect(lastBefore(kept, day)).toBe(lastBefore(then, day));
      }),
    );
  });

  it.each([0, 1, 31, 32, 33, 63, 64, 65, 94, 95])('remember a day %i before the last', (age) => {
    const bits = joinBits(onDay(1000), onDay(1000 - age));
    expect(isSet(bits, 1000 - age)).toBe(true);
    expect(agesBefore(bits, 1001)).toEqual(age === 0 ? [1] : [1, age + 1]);
  });

  it.each([96, 97, 128, 400])('of a day %i before the last know only that it was the first', (age) => {
    const bits = joinBits(onDay(1000), onDay(1000 - age));
    expect(isSet(bits, 1000 - age)).toBe(false);
    expect(agesBefore(bits, 1001)).toEqual([1]);
    expect(lastBefore(bits, 1000)).toBe(1000 - age);
  });

  it('know nothing before the first day, nor where there are no bits', () => {
    expect(lastBefore(onDay(5), 5)).toBeUndefined();
    expect(agesBefore(onDay(5), 5)).toEqual([]);
    expect(isSet(undefined, 5)).toBe(false);
    expect(isSet(onDay(5), 6)).toBe(false);
  });
});
