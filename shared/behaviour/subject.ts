import type { ActivityItem } from '../state/activity.ts';
import { agesBefore } from '../state/day-bits.ts';
import { hash32 } from '../state/hash.ts';
import type { ProfileItem } from '../state/profile.ts';
import { HALF_LIFE } from './model.ts';
import { levelsOf, type Parents } from './parents.ts';
import type { Baselines } from './usual.ts';
import { groupOf } from './who.ts';

/** What a principal-day is scored against: all of it from before the day. */
export interface Context {
  readonly parents: Parents;
  readonly baselines: Baselines;
  /** Parts of the model left out, to measure what they are worth (docs/benchmarks.md). */
  readonly without?: ReadonlySet<'back-off' | 'sensitivity' | 'volume' | 'grouping'> | undefined;
}

/** A principal as of the beginning of a day. */
export interface Subject {
  readonly activity: ActivityItem;
  /** The whole day, when the activity is the part of it until some time. */
  readonly whole?: ActivityItem | undefined;
  readonly profile: ProfileItem | undefined;
  readonly class: string;
  readonly peers: string;
  /** hash32 of the principal's key, as parents know it. */
  readonly self: number;
  readonly levels: readonly string[];
  /** Active days before. */
  readonly age: number;
  /** The same with old days weighing less. */
  readonly weight: number;
}

export function subjectOf(activity: ActivityItem, profile: ProfileItem | undefined): Subject {
  const { class: kind, peers } = groupOf(activity, profile);
  const ages = profile === undefined ? [] : agesBefore(profile.active, activity.day);
  return {
    activity,
    profile,
    class: kind,
    peers,
    self: hash32(activity.who.key),
    levels: levelsOf({ peers, account: activity.who.account }),
    age: ages.length,
    weight: weightOf(ages),
  };
}

/** Days, of which older ones weigh less. */
export function weightOf(ages: readonly number[]): number {
  return ages.reduce((sum, age) => sum + (DECAYS[age] ?? 0), 0);
}

const DECAYS = Float64Array.from({ length: 128 }, (_, age) => 2 ** (-age / HALF_LIFE));
