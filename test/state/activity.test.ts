import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capped, joinActivities, joinWho } from '../../shared/state/activity.ts';
import { joinProfiles, recordBefore } from '../../shared/state/profile.ts';
import { fuller } from '../../shared/state/summary.ts';
import { activityOf, profileOf, recordOf, WHO } from './made.ts';

const named = (feature: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${feature}value ${index}`);

describe('a day of a principal', () => {
  it('remembers the first event of each value, of events of one moment the one with the lesser id', () => {
    const at = (time: number, id: string) => activityOf(7, [], { values: new Map([['nAS1', { time, id }]]) });
    const joined = [at(5, 'b'), at(3, 'z'), at(3, 'a'), at(4, '0')].reduce(joinActivities);
    expect(joined.values.get('nAS1')).toEqual({ time: 3, id: 'a' });
  });

  it('keeps no more values of a feature than it may, and all of the others', () => {
    const flood = activityOf(7, [...named('u', 5000), ...named('a', 1500), 'nAS1', 'reu-central-1']);
    const { values } = joinActivities(flood, activityOf(7, ['hweekday 8-12h']));
    const counts = [...Map.groupBy(values.keys(), (value) => value.slice(0, 1))].map(([one, all]) => [one, all.length]);
    expect(Object.fromEntries(counts)).toEqual({ u: 256, a: 1500, n: 1, r: 1, h: 1 });
  });

  it('keeps the same values of a flood in any order and in any parts', () => {
    const all = named('n', 900);
    const whole = [...capped(new Map(all.map((name) => [name, 0]))).keys()].sort();
    expect(whole).toHaveLength(256);
    // Not by name, which whoever makes the flood chooses.
    expect(whole).not.toEqual([...all].sort().slice(0, 256));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 900 }), fc.integer({ min: 1, max: 899 }), (shuffled, cut) => {
        const parts = [activityOf(7, shuffled.slice(0, cut)), activityOf(7, shuffled.slice(cut))] as const;
        expect([...joinActivities(...parts).values.keys()].sort()).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('gives one account of who it was, whichever came first', () => {
    const others = [WHO, { ...WHO, name: 'app-2' }, { ...WHO, peers: 'tasks' }, { ...WHO, account: '2' }];
    for (const a of others) for (const b of others) expect(joinWho(a, b)).toEqual(joinWho(b, a));
  });
});

describe('the record of a day', () => {
  it('is that which knew more of it, in any order', () => {
    const [some, more] = [recordOf({ counts: [9, 1], acute: 9 }), recordOf({ counts: [10, 0], acute: 2 })];
    expect([fuller(some, more), fuller(more, some), fuller(undefined, some)]).toEqual([more, more, some]);
    const [a, b] = [recordOf({ acute: 1 }), recordOf({ acute: 2 })];
    expect(fuller(a, b)).toBe(fuller(b, a));
  });

  it('is kept for the newest days', () => {
    const day = (on: number) => profileOf([on], {}, { records: new Map([[on, recordOf({ age: on })]]) });
    const { records } = Array.from({ length: 130 }, (_, index) => day(index)).reduce(joinProfiles);
    expect([records.size, Math.min(...records.keys()), Math.max(...records.keys())]).toEqual([96, 34, 129]);
  });

  it('is found for the last active day before a day, not for one after', () => {
    const [first, second] = [recordOf({ acute: 1 }), recordOf({ acute: 2 })];
    const records = new Map([
      [3, first],
      [9, second],
    ]);
    const profile = joinProfiles(profileOf([3], {}, { records }), profileOf([9]));
    expect([2, 3, 4, 9, 10].map((day) => recordBefore(profile, day))).toEqual([
      undefined,
      undefined,
      { day: 3, record: first },
      { day: 3, record: first },
      { day: 9, record: second },
    ]);
    expect(recordBefore(profileOf([3, 5], {}, { records }), 6), 'a day whose record is gone').toBeUndefined();
    expect(recordBefore(undefined, 6)).toBeUndefined();
  });
});
