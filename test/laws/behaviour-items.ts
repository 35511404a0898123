import fc from 'fast-check';
import { type ActivityItem, CALLS_KEPT, DENIED_KEPT, type Who, type Witness } from '../../shared/state/activity.ts';
import type { DayBits } from '../../shared/state/day-bits.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { MEMBER, MOST_USERS, type ParentItem } from '../../shared/state/parent.ts';
import { type ProfileItem, RECORDS_KEPT } from '../../shared/state/profile.ts';
import type { Sample } from '../../shared/state/sample.ts';
import type { DayRecord, SummaryItem } from '../../shared/state/summary.ts';
import { daysOn, parentOf, recordOf, sampled, sampleOf, WHO } from '../state/made.ts';

/** As for the other kinds: few different parts, so that items collide, and lengths on both sides of the caps. */
const who: fc.Arbitrary<Who> = fc
  .record({
    name: fc.constantFrom('app-1', 'app-2'),
    class: fc.constantFrom('role', 'user'),
    peers: fc.constantFrom('', 'é'),
  })
  .map((differs) => ({ ...WHO, ...differs }));

const value = fc.constantFrom('aiam:CreateUser', 'nAS1', 'u__proto__', 'r', 't"', 'siam', 'h\ud800');
/** Names of one feature, from below to above its cap. */
const flood = fc
  .tuple(fc.constantFrom(['n', 400], ['s', 400], ['a', 2600]), fc.nat(300), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([[feature, most], start, part]) =>
    Array.from({ length: Math.floor(Number(most) * part) }, (_, index) => `${feature}${start + index}`),
  );
const names = fc.oneof(
  { weight: 3, arbitrary: fc.uniqueArray(value, { maxLength: 5 }) },
  { weight: 1, arbitrary: flood },
);

const mapped = <T>(keys: fc.Arbitrary<readonly string[]>, of: fc.Arbitrary<T>): fc.Arbitrary<Map<string, T>> =>
  fc
    .tuple(keys, fc.array(of, { minLength: 7, maxLength: 7 }))
    .map(([all, some]) => new Map(all.map((key, index) => [key, some[index % some.length] as T])));

const witness: fc.Arbitrary<Witness> = fc.record({ time: fc.nat(3), id: fc.constantFrom('a', 'b', 'é') });

/** Of some dozens of events more than a sample keeps, told in several ways. */
const sample = (k: number): fc.Arbitrary<Sample> =>
  fc
    .array(fc.tuple(fc.nat(k + 20), fc.constantFrom(1, 2, 4), fc.nat(1)), { maxLength: 3 * k, size: 'max' })
    .map((told) =>
      sampleOf(
        told.map(([id, bits, time]) => sampled(`e${id}`, bits, time)),
        k,
      ),
    );

export const activityItem: fc.Arbitrary<ActivityItem> = fc.record({
  kind: fc.constant('activity' as const),
  day: fc.constant(7),
  who,
  values: mapped(names, witness),
  every: fc.constant(1),
  calls: sample(CALLS_KEPT),
  denied: sample(DENIED_KEPT),
});

/** Near and far apart, so that words are moved by less and by more than they hold. */
const bits: fc.Arbitrary<DayBits> = fc
  .oneof(fc.array(fc.nat(6), { minLength: 1 }), fc.array(fc.nat(250), { minLength: 1, maxLength: 40, size: 'max' }))
  .map(daysOn);

const row: fc.Arbitrary<DayRecord> = fc
  .record({ counts: fc.constantFrom([], [1, 0], [2, 0]), acute: fc.constantFrom(0, 0.1, 20), alerted: fc.nat(3) })
  .map(recordOf);

const rows: fc.Arbitrary<Map<number, DayRecord>> = fc
  .tuple(fc.nat(60), fc.oneof(fc.nat(5), fc.nat(RECORDS_KEPT + 30)), fc.array(row, { minLength: 3, maxLength: 3 }))
  .map(([first, length, some]) => {
    const days = Array.from({ length }, (_, index) => first + index);
    return new Map(days.map((day) => [day, some[day % some.length] as DayRecord]));
  });

export const profileItem: fc.Arbitrary<ProfileItem> = fc.record({
  kind: fc.constant('profile' as const),
  who,
  active: bits,
  values: mapped(names, bits),
  records: rows,
  contested: mapped(names, bits),
});

/** Principals in a row, so that many cost nothing to make. */
const users = fc
  .tuple(fc.nat(40), fc.oneof(fc.nat(4), fc.nat(MOST_USERS + 30)), fc.nat(4))
  .map(([from, length, day]) => [Array.from({ length }, (_, index) => from + index), day] as const);
const members = fc
  .tuple(fc.nat(400), fc.nat(1600), fc.nat(4))
  .map(([from, length, day]) => [Array.from({ length }, (_, index) => from + index), day] as const);

export const parentItem: fc.Arbitrary<ParentItem> = fc
  .tuple(fc.array(fc.tuple(value, users), { maxLength: 6 }), fc.array(members, { maxLength: 2 }))
  .map(([used, active]) =>
    parentOf([
      ...used.map(([name, [hashes, day]]) => [name, hashes, day] as const),
      ...active.map(([hashes, day]) => [MEMBER, hashes, day] as const),
    ]),
  );

export const summaryItem: fc.Arbitrary<SummaryItem> = fc
  .dictionary(fc.constantFrom('a', 'b', 'ff', '__proto__'), row)
  .map((records) => ({ kind: 'summary', day: 7, records: new Map(Object.entries(records)) }));

/** What an item of behaviour holds too much of; '' when all is within its caps. */
export function overBehaviourCap(item: StateItem): string {
  switch (item.kind) {
    case 'activity': {
      if (item.calls.length > CALLS_KEPT || item.denied.length > DENIED_KEPT) return 'sample';
      return tooManyValues(item.values.keys());
    }
    case 'profile':
      if (item.records.size > RECORDS_KEPT) return 'records';
      return tooManyValues(item.values.keys()) || tooManyValues(item.contested.keys());
    case 'parent':
      return [...item.values].some(([name, known]) => known.length > 2 * (name === MEMBER ? 1250 : MOST_USERS))
        ? 'users'
        : '';
    default:
      return '';
  }
}

function tooManyValues(values: Iterable<string>): string {
  const counts = Map.groupBy(values, (name) => name.slice(0, 1));
  return [...counts].some(([feature, { length }]) => length > (feature === 'a' ? 2000 : 256)) ? 'values' : '';
}
