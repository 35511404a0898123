import { DAY } from '../../cloudtrail/time.ts';
import type { StateItem } from '../../state/kinds.ts';
import { lifetime } from '../../state/trim.ts';

/** Beyond an item's keep, ms: a replay may take longer for a day of events than the events did, and must find it again. */
const GRACE = DAY;

/**
 * From when on DynamoDB may remove an item, epoch seconds; undefined: never. `now` in ms: by the clock and not only by the time of
 * its events, because history is replayed into live tables.
 */
export function ttlOf(item: StateItem, now: number): number | undefined {
  const life = lifetime(item);
  if (life === undefined) return undefined;
  const newest = 'entries' in item ? (item.entries.at(-1)?.time ?? life.oldest) : life.oldest;
  return Math.ceil((Math.max(newest, now) + life.keep + GRACE) / 1000);
}

/** Whether an item is written again though nothing of it changed: when half of its time has passed. */
export function isDue(item: StateItem, stored: number | undefined, wanted: number | undefined): boolean {
  const keep = (lifetime(item)?.keep ?? 0) + GRACE;
  return stored !== undefined && wanted !== undefined && wanted - stored > keep / 2000;
}
