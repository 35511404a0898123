import { stableId } from '../id.ts';
import { byTimeThenId } from '../order.ts';
import type { ActivityItem } from '../state/activity.ts';
import type { Evidence, VolumeEvidence } from './evidence.ts';
import { type Scored, score } from './score.ts';
import type { Context, Subject } from './subject.ts';
import { type BehaviourChannel, CHANNELS, type Thresholds } from './thresholds.ts';

/** A principal-day over a threshold. */
export interface Crossing {
  readonly id: string;
  readonly subject: Subject;
  readonly channel: BehaviourChannel;
  /** The first event (ms, id) with which the day was over it. */
  readonly time: number;
  readonly eventId: string;
  readonly scores: Readonly<Record<BehaviourChannel, number>>;
  readonly threshold: number;
  /** Too little is known yet for it to be more than a hint. */
  readonly isLearning: boolean;
  readonly evidence: readonly Evidence[];
  readonly loudest: VolumeEvidence | undefined;
  /** Others that were seen with a network or target today that nobody knew before, by value. */
  readonly together: ReadonlyMap<string, Others>;
}

/** Which channels a principal-day exceeds, in their order. */
export function channelsOver({ record }: Scored, thresholds: Thresholds): BehaviourChannel[] {
  return CHANNELS.filter((channel) => record[channel] > thresholds[channel]);
}

export function crossingOf(
  scored: Scored,
  channel: BehaviourChannel,
  thresholds: Thresholds,
  context: Context,
): Crossing {
  const { subject, evidence, loudest, record } = scored;
  const first = firstOver(scored, channel, thresholds[channel], context);
  return {
    id: stableId('b', subject.activity.who.key, String(subject.activity.day), channel),
    subject,
    channel,
    time: first.time,
    eventId: first.id,
    scores: { acute: record.acute, rate: record.rate, slow: record.slow },
    threshold: thresholds[channel],
    isLearning: thresholds.isLearning,
    evidence,
    loudest,
    together: new Map(),
  };
}

/** How many others, and the first few of their names. */
export interface Others {
  readonly names: readonly string[];
  readonly count: number;
}

/** Networks and targets. */
const SHARED: ReadonlySet<string> = new Set(['n', 't']);
const NAMED = 3;

/**
 * The same with whoever else shows up today where, or about whom, nobody ever did: one intruder may hold several sessions. One look at
 * the day's activities, however many stand out.
 */
export function withOthers(crossings: readonly Crossing[], activities: readonly ActivityItem[]): Crossing[] {
  const news = crossings.map((crossing) => newsOf(crossing));
  const users = new Map<string, { keys: string[]; names: string[]; count: number }>();
  for (const value of news.flat()) users.set(value, { keys: [], names: [], count: 0 });
  if (users.size === 0) return [...crossings];
  for (const { who, values } of activities)
    for (const value of values.keys()) {
      const known = users.get(value);
      if (known === undefined) continue;
      known.count += 1;
      // One more than is told, because one of them may be the principal itself.
      if (known.names.length <= NAMED) {
        known.keys.push(who.key);
        known.names.push(who.name);
      }
    }
  return crossings.map((crossing, index) => {
    const own = crossing.subject.activity.who.key;
    const together = new Map<string, Others>();
    for (const value of news[index] ?? []) {
      const { keys, names, count } = users.get(value) ?? { keys: [], names: [], count: 0 };
      const others = names.filter((_, at) => keys[at] !== own).slice(0, NAMED);
      if (count > 1) together.set(value.slice(1), { names: others, count: count - 1 });
    }
    return { ...crossing, together };
  });
}

/** Networks and targets of a crossing that nobody knew, with their letters. */
function newsOf({ evidence }: Crossing): string[] {
  return evidence.flatMap((one) =>
    one.kind === 'novelty' && one.class === 3 && SHARED.has(one.feature) ? [`${one.feature}${one.value}`] : [],
  );
}

/** The event with which the day so far was first over the threshold: halving works, because more events never lower a score much. */
function firstOver(
  { subject }: Scored,
  channel: BehaviourChannel,
  threshold: number,
  context: Context,
): { readonly time: number; readonly id: string } {
  const events = eventsOf(subject.activity);
  let [low, high] = [0, events.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const activity = until(subject.activity, events[middle]?.time ?? 0);
    const { record } = score({ ...subject, activity, whole: subject.activity }, context);
    if (record[channel] > threshold) high = middle;
    else low = middle + 1;
  }
  return events[low] ?? { time: 0, id: '' };
}

function eventsOf({ values, calls, denied }: ActivityItem): { readonly time: number; readonly id: string }[] {
  const events = new Map([...values.values(), ...calls, ...denied].map(({ id, time }) => [id, { id, time }]));
  return [...events.values()].sort(byTimeThenId);
}

/** The day as it was known at a time. */
function until(activity: ActivityItem, time: number): ActivityItem {
  const isThere = (one: { readonly time: number }): boolean => one.time <= time;
  return {
    ...activity,
    values: new Map([...activity.values].filter(([, witness]) => isThere(witness))),
    calls: activity.calls.filter(isThere),
    denied: activity.denied.filter(isThere),
  };
}
