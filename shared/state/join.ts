import { MINUTE } from '../cloudtrail/time.ts';
import { GatetrailError } from '../errors.ts';
import { compareText } from '../order.ts';
import { joinActivities } from './activity.ts';
import { hash32 } from './hash.ts';
import {
  ANY_VALUE,
  DAYS_KEPT,
  type DaysItem,
  REGISTER_ENTRIES,
  type RegisterEntry,
  type RegisterItem,
  type StateItem,
  type Thin,
  VALUES_KEPT,
  WINDOW_VALUES_A_MINUTE,
  type WindowEntry,
  type WindowItem,
} from './kinds.ts';
import { joinParents } from './parent.ts';
import { joinProfiles } from './profile.ts';
import { joinSummaries } from './summary.ts';
import { joinWaiting } from './waiting.ts';

/** The least state that holds both. Associative, commutative, idempotent (test/laws/join.test.ts). */
export function join(a: StateItem, b: StateItem): StateItem {
  if (a === b) return a;
  if (a.kind === 'register' && b.kind === 'register')
    return register([...a.entries, ...b.entries], longest(a.keep, b.keep));
  if (a.kind === 'window' && b.kind === 'window')
    return window([...a.entries, ...b.entries], Math.max(a.keep, b.keep), a.thin ?? b.thin);
  if (a.kind === 'days' && b.kind === 'days') return joinDays(a, b);
  if (a.kind === 'activity' && b.kind === 'activity') return joinActivities(a, b);
  if (a.kind === 'profile' && b.kind === 'profile') return joinProfiles(a, b);
  if (a.kind === 'parent' && b.kind === 'parent') return joinParents(a, b);
  if (a.kind === 'summary' && b.kind === 'summary') return joinSummaries(a, b);
  if (a.kind === 'waiting' && b.kind === 'waiting') return joinWaiting(a, b);
  throw new GatetrailError('bug', `state of two kinds under one key: ${a.kind} and ${b.kind}`);
}

/** undefined keeps for good, which is longer than any number. */
function longest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}

/** A register of these entries: sorted, each event's highest revision only, the newest REGISTER_ENTRIES. */
export function register(entries: readonly RegisterEntry[], keep?: number): RegisterItem {
  const sorted = [...entries].sort(byTimeThenId);
  const kept: RegisterEntry[] = [];
  for (const entry of sorted) {
    const last = kept.at(-1);
    // The same event tells one value of a setting: a later revision, or by convention the greater text, replaces.
    if (last !== undefined && last.time === entry.time && last.id === entry.id) kept.pop();
    kept.push(entry);
  }
  return { kind: 'register', entries: kept.slice(-REGISTER_ENTRIES), keep };
}

function byTimeThenId(a: RegisterEntry, b: RegisterEntry): number {
  return a.time - b.time || compareText(a.id, b.id) || a.revision - b.revision || compareText(a.value, b.value);
}

const USUAL: Thin = { most: WINDOW_VALUES_A_MINUTE, every: MINUTE };

/**
 * A window of these entries: sorted, without repeats, thinned so that a flood stays small. Of each minute the first entry of the
 * WINDOW_VALUES_A_MINUTE values that came first, and the last entry of those that came last: so whether a value lies within
 * some span of minutes is known exactly, and repeating one value pushes no other out. Thresholds are no higher than that. `thin`
 * sets another number, and other stretches than minutes.
 */
export function window(entries: readonly WindowEntry[], keep: number, thin?: Thin): WindowItem {
  const { most, every, first = false } = thin ?? USUAL;
  const stretchOf = (entry: WindowEntry | undefined): number => Math.floor((entry?.time ?? Number.NaN) / every);
  const sorted = [...entries].sort(compareWindowEntries).filter((entry, index, all) => {
    const before = all[index - 1];
    return before === undefined || compareWindowEntries(before, entry) !== 0;
  });
  const kept: WindowEntry[] = [];
  for (let from = 0; from < sorted.length; ) {
    const stretch = stretchOf(sorted[from]);
    let to = from + 1;
    while (to < sorted.length && stretchOf(sorted[to]) === stretch) to += 1;
    if (to === from + 1) kept.push(sorted[from] as WindowEntry);
    else kept.push(...thinned(sorted.slice(from, to), most, first));
    from = to;
  }
  return thin === undefined ? { kind: 'window', entries: kept, keep } : { kind: 'window', entries: kept, keep, thin };
}

/** The entries of one stretch of time that matter, ascending. */
function thinned(stretch: readonly WindowEntry[], most: number, onlyFirst: boolean): WindowEntry[] {
  const first = firstOfValues(stretch, most);
  if (onlyFirst) return stretch.filter((entry) => first.has(entry));
  const last = firstOfValues([...stretch].reverse(), most);
  return stretch.filter((entry) => first.has(entry) || last.has(entry));
}

/** The first entry of each value, for the values that come first. */
function firstOfValues(entries: readonly WindowEntry[], most: number): Set<WindowEntry> {
  const byValue = new Map<string, WindowEntry>();
  for (const entry of entries) if (!byValue.has(entry.value) && byValue.size < most) byValue.set(entry.value, entry);
  return new Set(byValue.values());
}

function compareWindowEntries(a: WindowEntry, b: WindowEntry): number {
  return a.time - b.time || compareText(a.id, b.id) || compareText(a.value, b.value);
}

function joinDays(a: DaysItem, b: DaysItem): DaysItem {
  const values = new Map(a.values);
  for (const [value, days] of b.values) {
    const known = values.get(value);
    values.set(value, known === undefined ? days : unionDays(known, days));
  }
  return days(values);
}

/** Days of these values, of which the VALUES_KEPT that stay. */
export function days(values: ReadonlyMap<string, readonly number[]>): DaysItem {
  return { kind: 'days', values: capValues(values) };
}

/** The union of two ascending lists: the first day for good, and the newest DAYS_KEPT. */
export function unionDays(a: readonly number[], b: readonly number[]): readonly number[] {
  const [day] = b;
  const last = a.at(-1);
  // The usual case, one more day at the end, needs no sorting.
  if (b.length === 1 && day !== undefined && last !== undefined && day >= last)
    return day === last ? a : newest([...a, day]);
  const union = [...new Set([...a, ...b])].sort((x, y) => x - y);
  return newest(union);
}

function newest(days: readonly number[]): readonly number[] {
  return days.length <= DAYS_KEPT + 1 ? days : [days[0] as number, ...days.slice(-DAYS_KEPT)];
}

/**
 * Which values stay when a flood brings more than VALUES_KEPT: the lowest by hash. The choice must not depend on days or order,
 * or the join would not be associative; a value that falls out is seen as new again, which is loud, never blind.
 */
function capValues(values: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, readonly number[]> {
  // ANY_VALUE is not counted, or joining with an item that has none would keep another number of the others.
  if (values.size - Number(values.has(ANY_VALUE)) <= VALUES_KEPT) return values;
  const ranked = [...values.keys()]
    .filter((value) => value !== ANY_VALUE)
    .map((value) => ({ value, rank: hash32(value) }));
  ranked.sort((a, b) => a.rank - b.rank || compareText(a.value, b.value));
  const kept = new Set([ANY_VALUE, ...ranked.slice(0, VALUES_KEPT).map(({ value }) => value)]);
  return new Map([...values].filter(([value]) => kept.has(value)));
}
