import type { StateItem } from './kinds.ts';

/** The item without what is too old to matter at `time`, or undefined when nothing is left. */
export function trimmed(item: StateItem, time: number): StateItem | undefined {
  if (item.kind === 'days' || item.keep === undefined) return item;
  const oldest = time - item.keep;
  if (item.entries.every((entry) => entry.time >= oldest)) return item;
  if (item.kind === 'register') {
    const entries = item.entries.filter((entry) => entry.time >= oldest);
    return entries.length === 0 ? undefined : { ...item, entries };
  }
  const entries = item.entries.filter((entry) => entry.time >= oldest);
  return entries.length === 0 ? undefined : { ...item, entries };
}
