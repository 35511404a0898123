import { profileKey } from '../behaviour/learn.ts';
import { asOf } from '../pipeline/behave.ts';
import { activityKey } from '../pipeline/keys.ts';
import { SummaryCache } from '../pipeline/summary-cache.ts';
import type { ActivityItem } from '../state/activity.ts';
import type { StateStore } from '../state/store.ts';
import { type Baseline, baselineOf } from './baseline.ts';

/**
 * What was normal for a principal at the beginning of a day, read as the scoring of that day reads it; undefined when nothing is
 * known of it from before.
 */
export async function loadBaseline(state: StateStore, principal: string, day: number): Promise<Baseline | undefined> {
  const [profileAt, activityAt] = [profileKey(principal), activityKey(day, principal)];
  const view = await state.read([profileAt, activityAt]);
  const [profile, activity] = [view.get(profileAt), view.get(activityAt)];
  if (profile?.kind !== 'profile' || profile.active.first >= day) return undefined;
  const nothing: ActivityItem = {
    kind: 'activity',
    day,
    who: profile.who,
    values: new Map(),
    every: 1,
    calls: [],
    denied: [],
  };
  // What it did on the day tells which peers it was compared with.
  const { subjects, context } = await asOf(state, new SummaryCache(), day, [
    activity?.kind === 'activity' ? activity : nothing,
  ]);
  const [subject] = subjects;
  return subject === undefined ? undefined : baselineOf({ ...subject, profile }, context);
}
