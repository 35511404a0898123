import { MINUTE } from '../cloudtrail/time.ts';
import type { CountLimits } from '../detections/measure.ts';
import { byTimeThenId } from '../order.ts';
import type { WindowEntry } from '../state/kinds.ts';
import { gaugeOf } from './gauge.ts';

/** Per window key: the event ids at which the count reached its threshold, with what was counted. */
export type Crossings = ReadonlyMap<
  string,
  ReadonlyMap<string, { readonly number: number; readonly eventIds: readonly string[] }>
>;

const EVENTS_NAMED = 50;

/**
 * Where a count reaches its threshold: at entries with at least `atLeast` distinct values in (t - within, t], when the entry
 * before had fewer. So one burst fires once, and whether it does depends on the entries alone, not on their order of arrival.
 * An entry that nothing in its window precedes begins a new burst. `limits` may ask for another number than that of distinct
 * values, or for something else than "at least"; it is told where it becomes true in the same way.
 */
export function crossingsOf(
  entries: readonly WindowEntry[],
  atLeast: number,
  withinMinutes: number,
  { holds = (number) => number >= atLeast, measure }: CountLimits = {},
): Map<string, { number: number; eventIds: string[] }> {
  const sorted = [...entries].sort(byTimeThenId);
  const crossings = new Map<string, { number: number; eventIds: string[] }>();
  const gauge = gaugeOf(measure);
  let from = 0;
  let start = 0;
  let before = false;
  for (const [index, entry] of sorted.entries()) {
    gauge.add(entry.value);
    // An event is judged once it is counted whole, with all of its values.
    const next = sorted[index + 1];
    if (next !== undefined && next.id === entry.id && next.time === entry.time) continue;
    for (
      let oldest = sorted[from];
      oldest !== undefined && oldest.time <= entry.time - withinMinutes * MINUTE;
      oldest = sorted[from]
    ) {
      gauge.remove(oldest.value);
      from += 1;
    }
    if (from === start) before = false;
    start = index + 1;
    const now = holds(gauge.number);
    if (now && !before) {
      const eventIds = [...new Set(sorted.slice(from, index + 1).map(({ id }) => id))];
      crossings.set(entry.id, { number: gauge.number, eventIds: eventIds.slice(-EVENTS_NAMED) });
    }
    before = now;
  }
  return crossings;
}
