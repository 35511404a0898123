import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinParents, MEMBER, MOST_USERS, usersBefore, usersSince } from '../../shared/state/parent.ts';
import { parentOf } from './made.ts';

const used = fc.tuple(fc.nat(90), fc.nat(30));
const hashes = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

describe('who uses a value', () => {
  it('as of a day are the others that began before it, the earliest first day of each', () => {
    fc.assert(
      fc.property(fc.array(used, { maxLength: 60 }), fc.nat(31), fc.nat(90), (uses, day, self) => {
        const parent = parentOf(uses.map(([hash, on]) => ['v', [hash], on] as const));
        const first = new Map<number, number>();
        for (const [hash, on] of uses) first.set(hash, Math.min(on, first.get(hash) ?? on));
        const others = [...first].filter(([hash, on]) => hash !== self && on < day);
        expect(usersBefore(parent.values.get('v'), day, self)).toBe(others.length);
      }),
    );
  });

  it('are the first MOST_USERS, and those that come later push nobody out', () => {
    const early = parentOf([['v', hashes(MOST_USERS), 5]]);
    const late = parentOf([['v', hashes(100, 500), 9]]);
    for (const both of [joinParents(early, late), joinParents(late, early)]) {
      expect(both.values.get('v')).toEqual(early.values.get('v'));
      expect(usersBefore(both.values.get('v'), 6, -1)).toBe(MOST_USERS);
      expect(usersBefore(both.values.get('v'), 5, -1)).toBe(0);
    }
  });

  it('counts one principal once, however many days it comes back', () => {
    const parent = parentOf(hashes(60).map((day) => ['v', [7], day] as const));
    expect(parent.values.get('v')).toEqual([7, 0]);
    expect(usersBefore(parent.values.get('v'), 61, 8)).toBe(1);
    expect(usersBefore(parent.values.get('v'), 61, 7)).toBe(0);
  });

  it('of members more are told apart than of other values, for they are what a share is of', () => {
    expect(usersSince(hashes(2000), 1, MEMBER)).toHaveLength(2 * 1250);
    expect(usersSince(hashes(2000), 1, 'v')).toHaveLength(2 * MOST_USERS);
    expect(usersBefore(undefined, 9, 1)).toBe(0);
  });

  it('are kept apart by value, names of language too', () => {
    const parent = joinParents(parentOf([['__proto__', [1], 1]]), parentOf([['constructor', [2], 1]]));
    expect([...parent.values]).toEqual([
      ['__proto__', [1, 1]],
      ['constructor', [2, 1]],
    ]);
  });
});
