import { PRIOR_DAYS } from '../../shared/behaviour/model.ts';
import { generationOf, Parents, parentKey } from '../../shared/behaviour/parents.ts';
import { type Scored, score } from '../../shared/behaviour/score.ts';
import { type Context, subjectOf } from '../../shared/behaviour/subject.ts';
import { addUp, Baselines } from '../../shared/behaviour/usual.ts';
import type { ActivityItem } from '../../shared/state/activity.ts';
import { hash32 } from '../../shared/state/hash.ts';
import { join } from '../../shared/state/join.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { MEMBER } from '../../shared/state/parent.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import type { DayRecord } from '../../shared/state/summary.ts';
import { parentOf } from '../state/made.ts';

/** The day that is scored in most tests, and the levels of WHO, the nearest first. */
export const TODAY = 100;
export const PEERS = 'g:roles';
export const IN_ACCOUNT = 'a:111111111111';
export const EVERYBODY = 'o';

/** Of each level, how many principals use each value (MEMBER: were active), all since the day before. */
export type Uses = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Parents as they are on a day; user number i has the hash i. */
export function parentsOf(uses: Uses, day = TODAY, since = day - 1): Parents {
  const view = new Map<string, StateItem>();
  for (const [level, values] of Object.entries(uses))
    for (const [value, count] of Object.entries(values)) {
      const hashes = Array.from({ length: count }, (_, index) => index);
      const key = parentKey(level, generationOf(since), value === MEMBER ? 0 : hash32(value));
      const item = parentOf([[value, hashes, since]]);
      view.set(key, join(view.get(key) ?? item, item));
    }
  return new Parents(view, day);
}

/** Days of others: by day, the records of that day. */
export type Days = Readonly<Record<number, readonly DayRecord[]>>;

/** The log is as old as is asked about, so nobody's age is in doubt. */
export function baselinesOf(days: Days, day = TODAY): Baselines {
  const oldest = day - PRIOR_DAYS - 1;
  const numbers = Object.entries(days).map(([on, rows]) => {
    const records = new Map(rows.map((row, index) => [`p${index}`, row]));
    return [Number(on), addUp({ kind: 'summary', day: Number(on), records })] as const;
  });
  return new Baselines(
    new Map([[oldest, addUp({ kind: 'summary', day: oldest, records: new Map() })], ...numbers]),
    day,
  );
}

export function contextOf(uses: Uses = {}, days: Days = {}, day = TODAY): Context {
  return { parents: parentsOf(uses, day), baselines: baselinesOf(days, day) };
}

/** A principal-day scored against nothing but its own profile, if not told otherwise. */
export function scored(
  activity: ActivityItem,
  profile: ProfileItem | undefined,
  context: Context = contextOf({}, {}, activity.day),
): Scored {
  return score(subjectOf(activity, profile), context);
}

/** `from` to `to`, both included. */
export function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
