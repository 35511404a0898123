import { firstDay, inReplayOrder, type ReplayObject } from '../pipeline/replay-order.ts';

/** Objects that are taken in at once, by many workers; after them every day until `until` is complete and can be sealed. */
export interface Wave {
  /** The earliest UTC day that they may have events of; undefined: their names don't tell. */
  readonly day: number | undefined;
  readonly keys: readonly string[];
  /** undefined: it is the last; when it is read, everything is complete. */
  readonly until: number | undefined;
}

/** CloudTrail is late by hours now and then, seldom by a day: a day is sealed when the files of this many days after it are read too. */
const LATE_DAYS = 1;
/** Waves at most: the history of an execution holds 25,000 entries, of which a wave takes 13, and 3 for each time that sealing fails. */
const MOST_WAVES = 1500;

/**
 * A backfill's objects as waves, a day each (or as few days as make `most` waves), in the order in which a replay reads them. Within
 * a wave the order can't matter. What tells no day comes first: its events wait until their days are sealed.
 */
export function wavesOf(objects: readonly ReplayObject[], most: number = MOST_WAVES): Wave[] {
  const byDay = Map.groupBy(inReplayOrder(objects), firstDay);
  const unknown = byDay.get(undefined);
  const days = [...byDay.keys()].flatMap((day) => day ?? []);
  const starts = days.filter((_, index) => index % Math.ceil(days.length / most) === 0);
  const waves = starts.map((day, index): Wave => {
    const next = starts[index + 1];
    const mine = days.filter((one) => one >= day && (next === undefined || one < next));
    // After the last wave nothing can come any more.
    return {
      day,
      keys: mine.flatMap((one) => keysOf(byDay.get(one))),
      until: completeBefore(next),
    };
  });
  if (unknown === undefined) return waves;
  const [first] = days;
  return [{ day: undefined, keys: keysOf(unknown), until: completeBefore(first) }, ...waves];
}

/** The last day of which nothing is expected any more when files from `next` on are still to be read. */
function completeBefore(next: number | undefined): number | undefined {
  return next === undefined ? undefined : next - 1 - LATE_DAYS;
}

function keysOf(objects: readonly ReplayObject[] = []): string[] {
  return objects.map(({ key }) => key);
}
