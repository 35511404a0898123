import { dayOf, MINUTE } from '../cloudtrail/time.ts';
import { byTimeThenId } from '../order.ts';
import type { WindowEntry } from '../state/kinds.ts';

/** A burst: the most that was counted at once, and the events, the first EVENTS_NAMED. */
interface Crossing {
  readonly day: number;
  number: number;
  readonly eventIds: string[];
}

/** Per window key: the bursts by the event at which the count reached its threshold. */
export type Crossings = ReadonlyMap<string, ReadonlyMap<string, Crossing>>;

const EVENTS_NAMED = 50;

/**
 * Where a count reaches its threshold: at entries with at least `atLeast` distinct values in (t - within, t], when the entry
 * before had fewer. So one burst fires once, and whether it does depends on the entries alone, not on their order of arrival.
 * What follows without the count falling below is the same burst and named with it, up to the end of the UTC day: a finding
 * must not depend on later days.
 */
export function crossingsOf(
  entries: readonly WindowEntry[],
  atLeast: number,
  withinMinutes: number,
): Map<string, Crossing> {
  const sorted = [...entries].sort(byTimeThenId);
  const crossings = new Map<string, Crossing>();
  const inside = new Map<string, number>();
  let from = 0;
  let burst: Crossing | undefined;
  for (const [index, entry] of sorted.entries()) {
    inside.set(entry.value, (inside.get(entry.value) ?? 0) + 1);
    from = leave(sorted, from, entry.time - withinMinutes * MINUTE, inside);
    if (inside.size < atLeast) burst = undefined;
    else if (burst === undefined) {
      burst = { day: dayOf(entry.time), number: inside.size, eventIds: [] };
      crossings.set(entry.id, burst);
      for (const { id } of sorted.slice(from, index + 1)) name(burst, id);
    } else if (dayOf(entry.time) === burst.day) {
      burst.number = Math.max(burst.number, inside.size);
      name(burst, entry.id);
    }
  }
  return crossings;
}

/** Takes out what is no longer inside; gives where the inside begins. */
function leave(sorted: readonly WindowEntry[], from: number, before: number, inside: Map<string, number>): number {
  let start = from;
  for (let oldest = sorted[start]; oldest !== undefined && oldest.time <= before; oldest = sorted[start]) {
    const left = (inside.get(oldest.value) ?? 1) - 1;
    if (left === 0) inside.delete(oldest.value);
    else inside.set(oldest.value, left);
    start += 1;
  }
  return start;
}

function name(burst: Crossing, id: string): void {
  if (burst.eventIds.length < EVENTS_NAMED && !burst.eventIds.includes(id)) burst.eventIds.push(id);
}
