import { firstDay, inReplayOrder, type ReplayObject } from '../pipeline/replay-order.ts';

/** Objects that are taken in at once, by many workers; after them every day until `until` is complete and can be sealed. */
export interface Wave {
  /** The earliest UTC day that they may have events of; undefined: their names don't tell. */
  readonly day: number | undefined;
  readonly keys: readonly string[];
  /** undefined: nothing can be sealed yet. */
  readonly until: number | undefined;
}

/**
 * A backfill's objects as waves, in the order in which a replay reads them. Within a wave the order can't matter. What tells no day
 * comes first: its events wait until their days are sealed.
 */
export function wavesOf(objects: readonly ReplayObject[]): Wave[] {
  const byDay = Map.groupBy(inReplayOrder(objects), firstDay);
  const days = [...byDay.keys()];
  return days.map((day, index) => {
    const next = days[index + 1];
    // Before the next wave's day nothing can come any more; after the last nothing at all.
    const until = next === undefined ? undefined : next - 1;
    return { day, keys: (byDay.get(day) ?? []).map(({ key }) => key), until };
  });
}
