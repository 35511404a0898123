import { ANY_VALUE, type RegisterEntry, type StateItem } from './kinds.ts';

/**
 * Reads are as of the event's own time, so that an event is never its own past and the order of files can't matter.
 */

/** The newest value of a register before `time`; undefined when nothing is known from before. */
export function valueBefore(item: StateItem | undefined, time: number): RegisterEntry | undefined {
  if (item?.kind !== 'register') return undefined;
  return item.entries.findLast((entry) => entry.time < time);
}

/** How often a value was seen before a day. `first` and `last` are undefined when never. */
export interface Sightings {
  readonly days: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** On which of the days before `day` a value was seen; without a value, on which days the subject was active at all. */
export function seenBefore(item: StateItem | undefined, day: number, value: string = ANY_VALUE): Sightings {
  const days = item?.kind === 'days' ? (item.values.get(value) ?? []).filter((seen) => seen < day) : [];
  return { days: days.length, first: days[0], last: days.at(-1) };
}
