import { DAY } from '../cloudtrail/time.ts';
import { compareText } from '../order.ts';
import { hash32 } from './hash.ts';
import { joinSamples, type Sample } from './sample.ts';

/**
 * What one principal did on one UTC day: each value of each feature with the event that showed it first, and how many events
 * there were. Values are texts that begin with a letter for their feature (shared/behaviour/feature.ts).
 */
export interface ActivityItem {
  readonly kind: 'activity';
  readonly day: number;
  readonly who: Who;
  readonly values: ReadonlyMap<string, Witness>;
  /** One call in so many was picked to be counted: always the same for a principal, by its class. */
  readonly every: number;
  /** Of the calls, those that were picked by their id (`isPicked`), with what kind of call each was. */
  readonly calls: Sample;
  /** All denied calls: there are few, and how many matters. */
  readonly denied: Sample;
}
/** Who is behind a profile: the principal without its session, and whom it is compared with. */
export interface Who {
  readonly key: string;
  readonly name: string;
  readonly account: string;
  readonly class: string;
  readonly peers: string;
}
/** The earliest event that shows a value. */
export interface Witness {
  readonly time: number;
  readonly id: string;
}

/** How long a day's activity may still be joined, in ms: late files come within days. */
export const ACTIVITY_KEEP = 10 * DAY;
export const CALLS_KEPT = 64;
export const DENIED_KEPT = 32;
/** Longest text of a value; of longer ones the beginning and a hash are kept. */
const MOST_TEXT = 64;
/** Actions can't be invented (AWS names them), the values of the other features can. */
const MOST_ACTIONS = 2000;
const MOST_VALUES = 256;

/** Whether a call is counted, by the rank of its id: the same for everybody who sees it. */
export function isPicked(rank: number, every: number): boolean {
  return rank % every === 0;
}

export function joinActivities(a: ActivityItem, b: ActivityItem): ActivityItem {
  const values = new Map(a.values);
  for (const [value, witness] of b.values) values.set(value, earlier(values.get(value), witness));
  return {
    kind: 'activity',
    day: a.day,
    who: joinWho(a.who, b.who),
    values: capped(values),
    every: Math.max(a.every, b.every),
    calls: joinSamples(a.calls, b.calls, CALLS_KEPT),
    denied: joinSamples(a.denied, b.denied, DENIED_KEPT),
  };
}

/** A value as it is kept. */
export function valueText(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 9)}~${hash32(text).toString(16)}` : text;
}

export function earlier(a: Witness | undefined, b: Witness): Witness {
  if (a === undefined) return b;
  return (a.time - b.time || compareText(a.id, b.id)) <= 0 ? a : b;
}

/** One account of who it was, whatever came first: roles of one name pattern have several names. */
export function joinWho(a: Who, b: Who): Who {
  if (a === b) return a;
  const order = compareText(a.name, b.name) || compareText(a.class, b.class) || compareText(a.peers, b.peers);
  return (order || compareText(a.account, b.account)) <= 0 ? a : b;
}

/**
 * Of each feature the values that stay when a flood brings too many: the lowest by hash, which no order of joining changes. What
 * falls out counts as new again the next day, which is loud, never blind.
 */
export function capped<T>(values: Map<string, T>): Map<string, T> {
  if (values.size <= MOST_VALUES) return values;
  const byFeature = Map.groupBy(values.keys(), (value) => value.slice(0, 1));
  for (const [feature, names] of byFeature) {
    const most = feature === 'a' ? MOST_ACTIONS : MOST_VALUES;
    if (names.length <= most) continue;
    const ranked = names.map((name) => ({ name, rank: hash32(name) }));
    ranked.sort((x, y) => x.rank - y.rank || compareText(x.name, y.name));
    for (const { name } of ranked.slice(most)) values.delete(name);
  }
  return values;
}
