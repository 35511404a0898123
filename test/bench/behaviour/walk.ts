import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import { channelsOver, crossingOf } from '../../../shared/behaviour/crossing.ts';
import { Lesson, profileKey, summaryKey } from '../../../shared/behaviour/learn.ts';
import { type Scored, score } from '../../../shared/behaviour/score.ts';
import { type Context, type Subject, subjectOf } from '../../../shared/behaviour/subject.ts';
import type { BehaviourChannel, Score, Thresholds } from '../../../shared/behaviour/thresholds.ts';
import { asOf } from '../../../shared/pipeline/behave.ts';
import { SummaryCache } from '../../../shared/pipeline/summary-cache.ts';
import { type ActivityItem, joinActivities } from '../../../shared/state/activity.ts';
import { joinProfiles, type ProfileItem, recordBefore } from '../../../shared/state/profile.ts';
import type { DayRecord } from '../../../shared/state/summary.ts';
import type { TriedAttack, World } from './world.ts';

/** What a walk found. */
export interface Walked {
  readonly benign: readonly (Score & { readonly day: number; readonly age: number })[];
  /** The highest of each channel over the days of the act, and after how many actions a learnt threshold was exceeded. */
  readonly attacks: ReadonlyMap<TriedAttack, Score & { readonly actions: number | undefined }>;
  /** Alerts of each day at thresholds learnt from the past, by budget; those of principals younger than seven days apart. */
  readonly alerts: ReadonlyMap<number, readonly { readonly all: number; readonly young: number }[]>;
  readonly state: MemoryStateStore;
}

/** Alerts a day for which thresholds are learnt on the way. */
export const LEARNT = [0.5, 1, 2, 5] as const;
const YOUNG = 7;

/**
 * Walks an organisation day by day: scores what happened, then learns it; and scores what would have happened with each attack on
 * top of its principal's own day, which nobody else learns from.
 */
export async function walk(world: World, without?: Context['without']): Promise<Walked> {
  const state = new MemoryStateStore();
  const summaries = new SummaryCache();
  const benign: Walked['benign'][number][] = [];
  const tries = new Tries(world);
  const alerts = new Map<number, { all: number; young: number }[]>(LEARNT.map((budget) => [budget, []]));
  for (const [day, activities] of [...world.days].sort(([a], [b]) => a - b)) {
    const tried = tries.on(day);
    const all = [...activities, ...tried.map(({ activity }) => activity)];
    const { subjects, context: plain } = await asOf(state, summaries, day, all);
    const context = { ...plain, without };
    const limits = new Map(LEARNT.map((budget) => [budget, summaries.thresholds(day, budget)]));
    const known = new Map(subjects.slice(0, activities.length).map((subject) => [subject.activity.who.key, subject]));
    for (const [index, one] of tried.entries())
      tries.score(one, subjects[activities.length + index] as Subject, known, context, limits.get(1) as Thresholds);
    const scored = [...known.values()].map((subject) => score(subject, context));
    for (const { record, subject } of scored) benign.push({ ...bitsOf(record), day, age: subject.age });
    for (const [budget, thresholds] of limits) alerts.get(budget)?.push(alertsAmong(scored, thresholds));
    await learn(state, summaries, day, scored, limits.get(1) as Thresholds);
  }
  return { benign, attacks: tries.found, alerts, state };
}

/** Attacks under way, each with what only its own principal has learnt from it. */
class Tries {
  readonly found = new Map<TriedAttack, Score & { actions: number | undefined }>();
  readonly #days: ReadonlyMap<number, readonly Try[]>;
  readonly #forks = new Map<TriedAttack, ProfileItem>();

  constructor({ attacks }: World) {
    const tries = attacks.flatMap((attack) => attack.days.map((day) => ({ attack, ...day })));
    this.#days = Map.groupBy(tries, ({ activity }) => activity.day);
  }

  on(day: number): readonly Try[] {
    return this.#days.get(day) ?? [];
  }

  score(
    { attack, activity, isAct }: Try,
    { profile: own }: Subject,
    benign: ReadonlyMap<string, Subject>,
    context: Context,
    thresholds: Thresholds,
  ): void {
    const fork = this.#forks.get(attack);
    const profile = own === undefined || fork === undefined ? (own ?? fork) : joinProfiles(own, fork);
    const usual = benign.get(activity.who.key)?.activity;
    const joined = usual === undefined ? activity : joinActivities(usual, activity);
    const scored = score(subjectOf(joined, profile), context);
    const taught = lessonOf(scored);
    this.#forks.set(attack, fork === undefined ? taught : joinProfiles(fork, taught));
    if (isAct) this.#note(attack, scored, thresholds, context);
  }

  #note(attack: TriedAttack, scored: Scored, thresholds: Thresholds, context: Context): void {
    const before = this.found.get(attack) ?? { acute: 0, rate: 0, slow: 0, actions: undefined };
    const { record } = scored;
    const highest = (channel: BehaviourChannel): number => Math.max(before[channel], record[channel]);
    const [over] = channelsOver(scored, thresholds);
    const time = over === undefined ? undefined : crossingOf(scored, over, thresholds, context).time;
    const actions = time === undefined ? undefined : Math.max(1, attack.steps.filter((step) => step <= time).length);
    this.found.set(attack, {
      acute: highest('acute'),
      rate: highest('rate'),
      slow: highest('slow'),
      actions: before.actions ?? actions,
    });
  }
}

interface Try {
  readonly attack: TriedAttack;
  readonly activity: ActivityItem;
  readonly isAct: boolean;
}

function bitsOf({ acute, rate, slow }: DayRecord): Score {
  return { acute, rate, slow };
}

function alertsAmong(scored: readonly Scored[], thresholds: Thresholds): { all: number; young: number } {
  const over = scored.filter((one) => isAlert(one, thresholds));
  return { all: over.length, young: over.filter(({ subject }) => ageInDays(subject) < YOUNG).length };
}

function ageInDays({ profile, activity }: Subject): number {
  return profile === undefined ? 0 : activity.day - profile.active.first;
}

function isAlert(scored: Scored, thresholds: Thresholds): boolean {
  if (channelsOver(scored, thresholds).length === 0) return false;
  const { profile, activity } = scored.subject;
  const before = recordBefore(profile, activity.day);
  return before === undefined || before.day < activity.day - 1 || before.record.alerted === 0;
}

async function learn(
  state: MemoryStateStore,
  summaries: SummaryCache,
  day: number,
  scored: readonly Scored[],
  thresholds: Thresholds,
): Promise<void> {
  const lesson = new Lesson(day);
  const records = new Map<string, DayRecord>();
  for (const one of scored) {
    const record = { ...one.record, alerted: channelsOver(one, thresholds).length > 0 ? 1 : 0 };
    lesson.add({ ...one, record }, []);
    records.set(one.subject.self.toString(16), record);
  }
  const summary = { kind: 'summary', day, records } as const;
  await state.merge(new Map([...lesson.items(), [summaryKey(day), summary]]));
  summaries.keep(summary);
}

function lessonOf(scored: Scored): ProfileItem {
  const { who, day } = scored.subject.activity;
  const lesson = new Lesson(day);
  lesson.add(scored, []);
  return lesson.items().get(profileKey(who.key)) as ProfileItem;
}
