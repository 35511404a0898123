import type { Hit } from '../detections/hit.ts';
import type { ActivityItem } from '../state/activity.ts';
import type { StateItem } from '../state/kinds.ts';
import type { StateStore } from '../state/store.ts';

/** What is known of a UTC day's events when they are judged: of all its files, of a batch, or of what batches have kept. */
export interface GatheredDay {
  readonly day: number;
  /** What it adds to the state. */
  items(): ReadonlyMap<string, StateItem>;
  /** What detections saw, by time. */
  hits(): readonly Hit[];
  /** What principals did, joined with what others know of the day; by principal, so that the order of files can't matter. */
  activities(state: StateStore): Promise<readonly ActivityItem[]>;
}
