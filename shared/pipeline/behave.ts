import { type Crossing, channelsOver, crossingOf, withOthers } from '../behaviour/crossing.ts';
import { Lesson, profileKey, summaryKey } from '../behaviour/learn.ts';
import { GROWN } from '../behaviour/model.ts';
import { Parents, parentKeys } from '../behaviour/parents.ts';
import { type Scored, score } from '../behaviour/score.ts';
import { type Context, type Subject, subjectOf } from '../behaviour/subject.ts';
import type { Thresholds } from '../behaviour/thresholds.ts';
import { DAY, isPlausible } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import type { Finding } from '../detections/hit.ts';
import { stableId } from '../id.ts';
import { compareText } from '../order.ts';
import type { ActivityItem } from '../state/activity.ts';
import { recordBefore } from '../state/profile.ts';
import type { StateStore } from '../state/store.ts';
import { MARK, type SummaryItem } from '../state/summary.ts';
import type { GatheredDay } from './gathered-day.ts';
import { ACCOUNTS_KEY } from './keys.ts';
import type { Deps } from './ports.ts';
import { before, profilesOf } from './profiles.ts';
import { SummaryCache } from './summary-cache.ts';

type BehaviourDeps = Pick<Deps, 'state' | 'config' | 'now' | 'summaries' | 'unlearnt'>;

/** What a day of behaviour comes to. */
export interface Behaved {
  /** By principal. */
  readonly scored: readonly Scored[];
  /** Those over a threshold, by time. */
  readonly crossings: readonly Crossing[];
  readonly thresholds: Thresholds;
  /** Alerts a day that the thresholds were learnt for. */
  readonly budget: number;
}

/**
 * Scores what principals did on a day against what was normal before it, and, when the day is sealed, learns it. `findings` are
 * those of the day: what a rule of high severity tells anyway must not use up the budget of what no rule names.
 */
export async function behave(
  { state, config, now, summaries = new SummaryCache(), unlearnt }: BehaviourDeps,
  work: GatheredDay,
  findings: readonly Finding[],
  sealed: boolean,
): Promise<Behaved> {
  const { day } = work;
  const activities = await work.activities(state);
  if (activities.length === 0) return NOTHING;
  const { subjects, context } = await asOf(state, summaries, day, activities, before(day, unlearnt));
  const budget = await budgetOf(config, state, day);
  const thresholds = summaries.thresholds(day, budget);
  const lesson = new Lesson(day);
  const toldByRule = principalsIn(findings);
  const scored: Scored[] = [];
  const crossings: Crossing[] = [];
  for (const subject of subjects) {
    const { crossing, ...judged } = judgeDay(score(subject, context), thresholds, context, toldByRule);
    scored.push(judged.scored);
    if (crossing !== undefined) crossings.push(crossing);
    lesson.add(judged.scored, crossing === undefined ? [] : contestedBy(crossing));
  }
  // A day that can't be is scored, and named in the tally, but nobody's past.
  if (sealed && isPlausible(day * DAY, now)) await learn(state, summaries, day, lesson, scored);
  const told = withOthers(crossings, activities).sort((a, b) => a.time - b.time || compareText(a.id, b.id));
  return { scored, crossings: told, thresholds, budget };
}

/** Who these principals are as of the day, and what they are scored against. */
export async function asOf(
  state: StateStore,
  summaries: SummaryCache,
  day: number,
  activities: readonly ActivityItem[],
  unlearnt: readonly number[] = [],
): Promise<{ readonly subjects: readonly Subject[]; readonly context: Context }> {
  const profiles = await profilesOf(
    state,
    activities.map(({ who }) => who.key),
    unlearnt,
  );
  await summaries.load(state, day);
  const subjects = activities.map((activity) => subjectOf(activity, profiles.get(profileKey(activity.who.key))));
  const levels = new Set(subjects.flatMap((subject) => subject.levels));
  const parents = new Parents(await state.read(parentKeys(levels, day)), day);
  return { subjects, context: { parents, baselines: summaries.baselines(day) } };
}

const NEVER = Number.POSITIVE_INFINITY;
/** Of a day without anything that principals did. */
export const NOTHING: Behaved = {
  scored: [],
  crossings: [],
  thresholds: { acute: NEVER, rate: NEVER, slow: NEVER, days: 0, since: undefined, isLearning: true },
  budget: 1,
};

/** Alerts a day: what the configuration says, else one, or a quarter for each account. */
async function budgetOf(config: Config, state: StateStore, day: number): Promise<number> {
  if (config.alerts.budget !== undefined) return config.alerts.budget;
  const item = (await state.read([ACCOUNTS_KEY])).get(ACCOUNTS_KEY);
  // One of the values stands for any account.
  const accounts =
    item?.kind === 'days' ? [...item.values].filter(([, [first]]) => (first ?? day) <= day).length - 1 : 0;
  return Math.max(1, accounts / 4);
}

/** Principals of which a rule of high severity had to tell something. */
function principalsIn(findings: readonly Finding[]): ReadonlySet<string> {
  const told = findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
  return new Set(told.flatMap(({ event, origin }) => [event.principal.key, origin.key]));
}

function judgeDay(
  one: Scored,
  thresholds: Thresholds,
  context: Context,
  toldByRule: ReadonlySet<string>,
): { readonly scored: Scored; readonly crossing: Crossing | undefined } {
  const over = channelsOver(one, thresholds);
  const channel = over.find((each) => isNews(one, MARK[each]));
  const crossing = channel === undefined ? undefined : crossingOf(one, channel, thresholds, context);
  const rule = toldByRule.has(one.subject.activity.who.key) ? MARK.rule : 0;
  const alerted = over.reduce((marks, each) => marks | MARK[each], rule | (crossing === undefined ? 0 : MARK.alert));
  return { scored: { ...one, record: { ...one.record, alerted } }, crossing };
}

/** An incident of the day before goes on: it is told again when it grew, or in another channel. */
function isNews({ subject, record }: Scored, mark: number): boolean {
  const before = recordBefore(subject.profile, subject.activity.day);
  if (before === undefined || before.day < subject.activity.day - 1) return true;
  return (before.record.alerted & mark) === 0 || record.acute >= before.record.acute + GROWN;
}

/** Values that made an alert: no reference for peers until they have aged. */
function contestedBy({ evidence }: Crossing): string[] {
  return evidence.flatMap((one) => {
    if (one.kind === 'action')
      return [one.value, ...one.others].flatMap((action) => [`a${action}`, `s${action.slice(0, action.indexOf(':'))}`]);
    return one.kind === 'novelty' ? [`${one.feature}${one.value}`] : [];
  });
}

async function learn(
  state: StateStore,
  summaries: SummaryCache,
  day: number,
  lesson: Lesson,
  scored: readonly Scored[],
): Promise<void> {
  const records = new Map(scored.map(({ subject, record }) => [stableId('p', subject.activity.who.key), record]));
  const summary: SummaryItem = { kind: 'summary', day, records };
  const merged = await state.merge(new Map([...lesson.items(), [summaryKey(day), summary]]));
  const item = merged.get(summaryKey(day));
  if (item?.kind === 'summary') summaries.keep(item);
}
