import fc from 'fast-check';
import { MINUTE } from '../../shared/cloudtrail/time.ts';
import {
  ANY_VALUE,
  type DaysItem,
  REGISTER_ENTRIES,
  type RegisterItem,
  VALUES_KEPT,
  WINDOW_VALUES_A_MINUTE,
  type WindowItem,
} from '../../shared/state/kinds.ts';
import type { WaitingItem } from '../../shared/state/waiting.ts';

/** Few different times, ids, revisions and values, so that items collide; lengths on both sides of the caps. */
const id = fc.constantFrom('a', 'b', '__proto__', 'é');
const value = fc.constantFrom('', 'x', 'y', '"');
const keep = fc.constantFrom(10, 20, undefined);

export const registerItem: fc.Arbitrary<RegisterItem> = fc.record({
  kind: fc.constant('register' as const),
  entries: fc.oneof(
    fc.array(fc.record({ time: fc.nat(3), id, revision: fc.nat(1), value }), { maxLength: 12 }),
    fc.array(fc.record({ time: fc.nat(60), id, revision: fc.nat(1), value }), {
      minLength: REGISTER_ENTRIES - 4,
      maxLength: REGISTER_ENTRIES * 3,
      size: 'max',
    }),
  ),
  keep,
});

/** Many values in one or two minutes: more than a minute keeps. */
const crowd = (most: number): fc.Arbitrary<WindowItem['entries']> =>
  fc.array(
    fc.record({ time: fc.nat(most), id, value: fc.nat(2 * WINDOW_VALUES_A_MINUTE).map((number) => `v${number}`) }),
    {
      minLength: WINDOW_VALUES_A_MINUTE,
      maxLength: WINDOW_VALUES_A_MINUTE * 5,
      size: 'max',
    },
  );

export const windowItem: fc.Arbitrary<WindowItem> = fc.record({
  kind: fc.constant('window' as const),
  entries: fc.oneof(
    fc.array(fc.record({ time: fc.nat(3), id, value }), { maxLength: 12 }),
    fc.array(fc.record({ time: fc.nat(3 * MINUTE), id, value }), { maxLength: 60 }),
    crowd(40),
    crowd(2 * MINUTE),
  ),
  keep: fc.constantFrom(10, 20),
});

/** One that is thinned in its own way, as all of its key are. */
export const thinWindowItem: fc.Arbitrary<WindowItem> = windowItem.map((item) => ({
  ...item,
  thin: { most: 3, every: MINUTE / 4 },
}));

/** One that keeps first sights only. */
export const firstsWindowItem: fc.Arbitrary<WindowItem> = windowItem.map((item) => ({
  ...item,
  thin: { most: 3, every: MINUTE / 4, first: true },
}));

export const waitingItem: fc.Arbitrary<WaitingItem> = fc
  .array(fc.tuple(id, fc.constantFrom('{"part":0}', '{"part":1}', '"')), { maxLength: 6 })
  .map((hits) => ({ kind: 'waiting', day: 3, hits: new Map(hits) }));

/** A run of neighbours, so that thousands of values or days cost nothing to generate and shrink. */
const run = (most: number, longest: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(fc.nat(most), fc.nat(longest))
    .map(([start, length]) => Array.from({ length: length + 1 }, (_, index) => start + index));

const fewValues = fc.uniqueArray(fc.tuple(fc.constantFrom(ANY_VALUE, 'x', '__proto__', ''), run(900, 500)), {
  selector: ([name]) => name,
  maxLength: 4,
});
const manyValues = fc
  .tuple(run(200, VALUES_KEPT + 300), run(3, 2), fc.boolean())
  .map(([names, on, any]): [string, number[]][] => [
    ...(any ? [[ANY_VALUE, on] as [string, number[]]] : []),
    ...names.map((name): [string, number[]] => [`value ${name}`, on]),
  ]);

export const daysItem: fc.Arbitrary<DaysItem> = fc
  .oneof(fewValues, manyValues)
  .map((entries) => ({ kind: 'days', values: new Map(entries) }));
