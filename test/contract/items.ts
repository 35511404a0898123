import fc from 'fast-check';
import { encodeItem } from '../../shared/state/encode.ts';
import { join, register as joinedRegister, window as joinedWindow } from '../../shared/state/join.ts';
import type { DaysItem, RegisterItem, StateItem, WindowItem } from '../../shared/state/kinds.ts';
import type { StateView } from '../../shared/state/store.ts';
import type { SummaryItem } from '../../shared/state/summary.ts';
import { activityOf, eventsOf, parentOf, profileOf, recordOf, sampleOf } from '../state/made.ts';

type Row = readonly [time: number, id: string, value: string];

export function register(rows: readonly Row[], keep?: number): RegisterItem {
  return joinedRegister(
    rows.map(([time, id, value]) => ({ time, id, revision: 0, value })),
    keep,
  );
}

export function window(rows: readonly Row[], keep: number): WindowItem {
  return joinedWindow(
    rows.map(([time, id, value]) => ({ time, id, value })),
    keep,
  );
}

export function days(values: Record<string, readonly number[]>): DaysItem {
  return { kind: 'days', values: new Map(Object.entries(values)) };
}

/** What behaviour keeps of a day, as state keeps it: one item of each kind, with these values. */
export function behaviour(day: number, values: readonly string[], count = 3): Record<string, StateItem> {
  const uses = Object.fromEntries(values.map((value) => [value, [day, day + 2]]));
  const summary: SummaryItem = {
    kind: 'summary',
    day,
    records: new Map(values.map((value) => [value, recordOf({ peers: value })])),
  };
  return {
    'A#k': activityOf(day, values, { calls: sampleOf(eventsOf(count, 1, day), 64) }),
    'P#k': profileOf([day, day + 2], uses, { records: new Map([[day, recordOf({ counts: [count] })]]) }),
    'L#k': parentOf(values.map((value) => [value, [7, 8], day] as const)),
    'S#k': summary,
  };
}
/** Keys of one item of each kind. */
export const KEYS = ['R#k', 'W#k', 'D#k', 'A#k', 'P#k', 'L#k', 'S#k'] as const;

/** Texts that stores and languages trip over. */
export const ODD_VALUES: readonly string[] = [
  '',
  ' ',
  '*',
  '__proto__',
  'constructor',
  'toString',
  '"quoted" and \\ escaped',
  "it's",
  "'); DROP TABLE state; --",
  'line\nbreak\ttab',
  'a\u0000b',
  'ünïcødé',
  'e\u0301',
  'é',
  '日本語',
  '👩‍👩‍👧',
  '\ufeffbom',
  '\u202eright to left',
  '{"json":[1]}',
  '%s %d {0}',
  'null',
  '1e3',
];

/** Keys of every length up to 1,024 characters; no two are the same, though some are to a careless eye. */
export const ODD_KEYS: readonly string[] = [
  ...ODD_VALUES.map((value) => `R#${value}`),
  'R#case',
  'R#CASE',
  'R#space',
  'R#space ',
  'R##',
  'R#a#b',
  `R#${'k'.repeat(1021)}a`,
  `R#${'k'.repeat(1021)}b`,
  `R#${'€'.repeat(1021)}a`,
  `R#${'€'.repeat(1021)}b`,
  `R#${'👋'.repeat(511)}`,
];

const time = fc.integer({ min: 0, max: 20 });
const id = fc.constantFrom('a', 'b', 'c', '__proto__');
const rows = fc.array(fc.tuple(time, id, fc.constantFrom('x', 'y', 'ü')), { maxLength: 6 });
const dayList = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });

/** Small additions of every kind that collide with each other. */
export const anyItem: fc.Arbitrary<Record<string, StateItem>> = fc
  .record({
    rows,
    values: fc.dictionary(fc.constantFrom('*', 'p', 'q'), dayList),
    keep: fc.constantFrom(10, 20),
    count: fc.nat(5),
  })
  .map(({ rows: some, values, keep, count }) => ({
    ...behaviour(5, Object.keys(values), count),
    'R#k': register(some, keep),
    'W#k': window(some, keep),
    'D#k': days(Object.fromEntries(Object.entries(values).map(([value, on]) => [value, on.sort((a, b) => a - b)]))),
  }));

/** Items to be merged at once. */
export function grouped(pairs: readonly (readonly [string, StateItem])[]): Map<string, StateItem> {
  const items = new Map<string, StateItem>();
  for (const [key, item] of pairs) items.set(key, items.has(key) ? join(items.get(key) ?? item, item) : item);
  return items;
}

/** Canonical texts, so that two views can be compared whatever their order. */
export function texts(view: StateView): Record<string, string> {
  return Object.fromEntries([...view].map(([key, item]) => [key, encodeItem(item)]));
}

/** Text that deflate can't make much smaller, the same for the same seed. */
export function noise(length: number, seed: number): string {
  let state = seed + 1;
  const next = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 90));
  };
  return Array.from({ length }, next).join('');
}
