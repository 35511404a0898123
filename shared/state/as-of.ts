import { agesBefore, type DayBits } from './day-bits.ts';
import { ANY_VALUE, type RegisterEntry, type StateItem } from './kinds.ts';

/**
 * Reads are as of the event's own time, so that an event is never its own past and the order of files can't matter.
 */

/** The newest value of a register before `time`; undefined when nothing is known from before. */
export function valueBefore(item: StateItem | undefined, time: number): RegisterEntry | undefined {
  if (item?.kind !== 'register') return undefined;
  return item.entries.findLast((entry) => entry.time < time);
}

/** All values of a register from before `time`, the newest first, each once with its newest time. */
export function toldBefore(item: StateItem | undefined, time: number): { value: string; time: number }[] {
  if (item?.kind !== 'register') return [];
  const newest = new Map<string, number>();
  for (const entry of item.entries.toReversed())
    if (entry.time < time && !newest.has(entry.value)) newest.set(entry.value, entry.time);
  return [...newest].map(([value, told]) => ({ value, time: told }));
}

/** How often a value was seen before a day. `first` and `last` are undefined when never. */
export interface Sightings {
  readonly days: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

const NEVER: Sightings = { days: 0, first: undefined, last: undefined };

/** On which of the days before `day` a value was seen; without a value, on which days the subject was active at all. */
export function seenBefore(item: StateItem | undefined, day: number, value: string = ANY_VALUE): Sightings {
  if (item?.kind === 'profile') return setBefore(value === ANY_VALUE ? item.active : item.values.get(value), day);
  const days = item?.kind === 'days' ? item.values.get(value) : undefined;
  if (days === undefined) return NEVER;
  let before = days.length;
  while (before > 0 && (days[before - 1] ?? day) >= day) before -= 1;
  return before === 0 ? NEVER : { days: before, first: days[0], last: days[before - 1] };
}

function setBefore(bits: DayBits | undefined, day: number): Sightings {
  if (bits === undefined || bits.first >= day) return NEVER;
  const ages = agesBefore(bits, day);
  // Beyond what is told apart only the first day is known.
  return { days: Math.max(1, ages.length), first: bits.first, last: day - (ages[0] ?? day - bits.first) };
}
