import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import { Lesson, profileKey, summaryKey } from '../../../shared/behaviour/learn.ts';
import { type Scored, score } from '../../../shared/behaviour/score.ts';
import { type Context, type Subject, subjectOf } from '../../../shared/behaviour/subject.ts';
import { channelsOver } from '../../../shared/behaviour/crossing.ts';
import type { Thresholds } from '../../../shared/behaviour/thresholds.ts';
import { asOf } from '../../../shared/pipeline/behave.ts';
import { SummaryCache } from '../../../shared/pipeline/summary-cache.ts';
import { type ActivityItem, joinActivities } from '../../../shared/state/activity.ts';
import { type ProfileItem, joinProfiles, recordBefore } from '../../../shared/state/profile.ts';
import type { SummaryItem } from '../../../shared/state/summary.ts';
import type { TriedAttack, World } from './world.ts';

export interface Bits {
  readonly acute: number;
  readonly rate: number;
  readonly slow: number;
}
export interface Walked {
  readonly benign: readonly (Bits & { readonly day: number; readonly principal: string; readonly age: number; readonly scored: Scored })[];
  /** The highest of each channel over the days of the act. */
  readonly attacks: ReadonlyMap<TriedAttack, Bits & { readonly scored: Scored }>;
  /** Alerts that thresholds learnt from the past would have made, by budget and day. */
  readonly alerts: ReadonlyMap<number, readonly number[]>;
}

const BUDGETS = [0.5, 1, 2];

/**
 * Walks an organisation day by day: scores what happened, then learns it; and scores what would have happened with each attack on
 * top of its principal's own day, which nobody else learns from.
 */
export async function walk(world: World, without?: Context['without']): Promise<Walked> {
  const state = new MemoryStateStore();
  const summaries = new SummaryCache();
  const benign: Walked['benign'][number][] = [];
  const found = new Map<TriedAttack, Bits & { scored: Scored }>();
  const forks = new Map<TriedAttack, ProfileItem[]>();
  const alerts = new Map(BUDGETS.map((budget) => [budget, [] as number[]]));
  const on = Map.groupBy(
    world.attacks.flatMap((attack) => attack.days.map((day) => ({ attack, ...day }))),
    ({ activity }) => activity.day,
  );
  for (const [day, activities] of [...world.days].sort(([a], [b]) => a - b)) {
    const own = new Map(activities.map((activity) => [activity.who.key, activity]));
    const tried = on.get(day) ?? [];
    const others = tried.map(({ activity }) => activity);
    const { subjects, context: plain } = await asOf(state, summaries, day, [...activities, ...others]);
    const context = { ...plain, without };
    const limits = new Map(BUDGETS.map((budget) => [budget, summaries.thresholds(day, budget)]));
    for (const [index, { attack, activity, isAct }] of tried.entries()) {
      const base = subjects[activities.length + index] as Subject;
      const joined = withOwn(own.get(activity.who.key), activity);
      const profile = [base.profile, ...(forks.get(attack) ?? [])].filter((one) => one !== undefined).reduce<ProfileItem | undefined>((a, b) => (a === undefined ? b : joinProfiles(a, b)), undefined);
      const scored = score(subjectOf(joined, profile), context);
      forks.set(attack, [...(forks.get(attack) ?? []), lessonOf(scored, day)]);
      if (isAct) found.set(attack, highest(found.get(attack), scored));
    }
    const lesson = new Lesson(day);
    const records = new Map();
    const count = new Map(BUDGETS.map((budget) => [budget, 0]));
    for (const subject of subjects.slice(0, activities.length)) {
      const scored = score(subject, context);
      const { acute, rate, slow } = scored.record;
      benign.push({ acute, rate, slow, day, principal: subject.activity.who.key, age: subject.age, scored });
      for (const [budget, thresholds] of limits) if (isAlert(scored, thresholds)) count.set(budget, (count.get(budget) ?? 0) + 1);
      const over = channelsOver(scored, limits.get(1) as Thresholds);
      const record = { ...scored.record, alerted: over.length > 0 ? 1 : 0 };
      lesson.add({ ...scored, record }, []);
      records.set(subject.self.toString(16), record);
    }
    for (const [budget, number] of count) alerts.get(budget)?.push(number);
    const summary: SummaryItem = { kind: 'summary', day, records };
    await state.merge(new Map([...lesson.items(), [summaryKey(day), summary]]));
    summaries.keep(summary);
  }
  return { benign, attacks: found, alerts };
}

function isAlert(scored: Scored, thresholds: Thresholds): boolean {
  if (channelsOver(scored, thresholds).length === 0) return false;
  const before = recordBefore(scored.subject.profile, scored.subject.activity.day);
  return before === undefined || before.day < scored.subject.activity.day - 1 || before.record.alerted === 0;
}

function withOwn(own: ActivityItem | undefined, activity: ActivityItem): ActivityItem {
  return own === undefined ? activity : joinActivities(own, activity);
}

function lessonOf(scored: Scored, day: number): ProfileItem {
  const lesson = new Lesson(day);
  lesson.add(scored, []);
  return lesson.items().get(profileKey(scored.subject.activity.who.key)) as ProfileItem;
}

function highest(before: (Bits & { scored: Scored }) | undefined, scored: Scored): Bits & { scored: Scored } {
  const { acute, rate, slow } = scored.record;
  if (before === undefined) return { acute, rate, slow, scored };
  return {
    acute: Math.max(before.acute, acute),
    rate: Math.max(before.rate, rate),
    slow: Math.max(before.slow, slow),
    scored: acute > before.acute ? scored : before.scored,
  };
}
