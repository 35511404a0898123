import { MINUTE } from '../cloudtrail/time.ts';
import { byTimeThenId } from '../order.ts';
import type { WindowEntry } from '../state/kinds.ts';

/** Per window key: the event ids at which the count reached its threshold, with what was counted. */
export type Crossings = ReadonlyMap<
  string,
  ReadonlyMap<string, { readonly number: number; readonly eventIds: readonly string[] }>
>;

const EVENTS_NAMED = 50;

/**
 * Where a count reaches its threshold: at entries with at least `atLeast` distinct values in (t - within, t], when the entry
 * before had fewer. So one burst fires once, and whether it does depends on the entries alone, not on their order of arrival.
 */
export function crossingsOf(
  entries: readonly WindowEntry[],
  atLeast: number,
  withinMinutes: number,
): Map<string, { number: number; eventIds: string[] }> {
  const sorted = [...entries].sort(byTimeThenId);
  const crossings = new Map<string, { number: number; eventIds: string[] }>();
  const inside = new Map<string, number>();
  let from = 0;
  let before = 0;
  for (const [index, entry] of sorted.entries()) {
    inside.set(entry.value, (inside.get(entry.value) ?? 0) + 1);
    for (
      let oldest = sorted[from];
      oldest !== undefined && oldest.time <= entry.time - withinMinutes * MINUTE;
      oldest = sorted[from]
    ) {
      const left = (inside.get(oldest.value) ?? 1) - 1;
      if (left === 0) inside.delete(oldest.value);
      else inside.set(oldest.value, left);
      from += 1;
    }
    if (inside.size >= atLeast && before < atLeast) {
      const eventIds = [...new Set(sorted.slice(from, index + 1).map(({ id }) => id))];
      crossings.set(entry.id, { number: inside.size, eventIds: eventIds.slice(-EVENTS_NAMED) });
    }
    before = inside.size;
  }
  return crossings;
}
