import { DAY } from '../cloudtrail/time.ts';
import { ACTIVITY_KEEP } from './activity.ts';
import type { StateItem } from './kinds.ts';
import { WAITING_DAYS } from './waiting.ts';

/** From its last day on, ms: a principal that was away for over a year begins anew, and so do peers. */
const PROFILE_KEEP = 400 * DAY;
/** What is usual for a group is told by the last ninety days. */
const SUMMARY_KEEP = 100 * DAY;

/** The time (ms) of the oldest part of an item and how long after it that part may matter; undefined: for good. */
export function lifetime(item: StateItem): { readonly oldest: number; readonly keep: number } | undefined {
  switch (item.kind) {
    case 'days':
      return undefined;
    case 'activity':
      return { oldest: (item.day + 1) * DAY, keep: ACTIVITY_KEEP };
    case 'profile':
      return { oldest: (item.active.last + 1) * DAY, keep: PROFILE_KEEP };
    case 'waiting':
      return { oldest: (item.day + 1) * DAY, keep: WAITING_DAYS * DAY };
    case 'summary':
      return { oldest: (item.day + 1) * DAY, keep: SUMMARY_KEEP };
    case 'parent': {
      const newest = [...item.values.values()].reduce((last, users) => Math.max(last, users.at(-1) ?? 0), 0);
      return { oldest: (newest + 1) * DAY, keep: PROFILE_KEEP };
    }
    default:
      return item.keep === undefined ? undefined : { oldest: item.entries[0]?.time ?? 0, keep: item.keep };
  }
}

/** The item without what is too old to matter at `time`, or undefined when nothing is left. */
export function trimmed(item: StateItem, time: number): StateItem | undefined {
  const life = lifetime(item);
  if (life === undefined || life.oldest >= time - life.keep) return item;
  const oldest = time - life.keep;
  if (item.kind === 'register') {
    const entries = item.entries.filter((entry) => entry.time >= oldest);
    return entries.length === 0 ? undefined : { ...item, entries };
  }
  if (item.kind !== 'window') return undefined;
  const entries = item.entries.filter((entry) => entry.time >= oldest);
  return entries.length === 0 ? undefined : { ...item, entries };
}
