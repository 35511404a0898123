import { Gathering } from '../behaviour/gathering.ts';
import { MINUTE } from '../cloudtrail/time.ts';
import type { Hit } from '../detections/hit.ts';
import { byTimeThenId, compareText } from '../order.ts';
import type { ActivityItem } from '../state/activity.ts';
import { StateDelta } from '../state/delta.ts';
import { ANY_VALUE, type StateItem, WINDOW_VALUES_A_MINUTE } from '../state/kinds.ts';
import type { StateStore } from '../state/store.ts';
import { FirstSights, SpanSights } from './first-sights.ts';
import type { GatheredDay } from './gathered-day.ts';
import { activityKey } from './keys.ts';
import { RequestSights } from './request-sights.ts';
import { SeenEvents, type Telling } from './seen-events.ts';
import { byTelling } from './telling.ts';

/**
 * What was learnt from the events of one UTC day, and what waits to be judged when the day is complete. It only grows, as the
 * state does: which of several hits stands is the least of a fixed order, so what came first can't matter.
 */
export class DayWork implements GatheredDay {
  readonly day: number;
  readonly delta = new StateDelta();
  readonly firsts = new FirstSights();
  readonly spans = new SpanSights();
  readonly requests = new RequestSights();
  readonly activity: Gathering;
  readonly #seen: SeenEvents;
  readonly #told = new Set<string>();
  readonly #hits = new Map<string, Hit>();
  /** By subject, rule and value: asked about for every event that a first-seen detection wants. */
  readonly #firsts = new Map<string, Map<string, Map<string, Hit>>>();
  /** Counted first sights, by window, value and span of time. */
  readonly #sighted = new Map<string, Hit>();
  readonly #counted = new Map<string, { hits: Hit[]; most: number }>();

  /** `expected`: about how many events the day will have; a wrong guess costs a little time or memory, nothing else. */
  constructor(day: number, expected = 0) {
    this.day = day;
    this.activity = new Gathering(day);
    this.#seen = new SeenEvents(expected);
  }

  /**
   * Whether an event was told before in this account's log. `again`: known, but not in this revision (quirk 20); both are then
   * learnt from, whichever came first, and of hits on the same thing the later revision's stands.
   */
  telling(id: string, account: string, revision: number): Telling {
    return this.#seen.tell(id, account, revision);
  }

  /** Whether this was asked before with the same key: of things that are told very often and matter once a day. */
  isTold(key: string): boolean {
    if (this.#told.has(key)) return true;
    this.#told.add(key);
    return false;
  }

  /** Events seen. */
  get size(): number {
    return this.#seen.size;
  }

  add(hit: Hit, collapse: boolean): void {
    if (hit.count?.span !== undefined)
      keepBetter(this.#sighted, `${hit.count.key}|${hit.count.values.join('|')}|${hit.count.span}`, hit, byAct);
    else if (hit.count?.quietBelow) this.#addCounted(hit, hit.count.key);
    else if (collapse) this.#addFirst(hit, hit.seen ?? { subject: hit.presence?.subject ?? '', value: ANY_VALUE });
    else keepBetter(this.#hits, actOf(hit), hit, tellingOf);
  }

  /** Whether a hit on this value of a collapsed first-seen stands that is surely better than one on `event` would be. */
  hasEarlier(rule: string, subject: string, value: string, event: { readonly time: number }): boolean {
    const known = this.#firsts.get(subject)?.get(rule)?.get(value);
    return known !== undefined && known.event.time < event.time;
  }

  items(): ReadonlyMap<string, StateItem> {
    return this.delta.items();
  }

  hits(): Hit[] {
    const counted = new Map<string, Hit>();
    // One a window: an act told in two accounts may complete the count of either.
    for (const { hits } of this.#counted.values())
      for (const hit of hits) keepBetter(counted, `${hit.count?.key}|${actOf(hit)}`, hit, tellingOf);
    const firsts = [...this.#firsts.values()].flatMap((rules) =>
      [...rules.values()].flatMap((values) => [...values.values()]),
    );
    return [...this.#hits.values(), ...firsts, ...counted.values(), ...this.#sighted.values()].sort(byEventTime);
  }

  async activities(state: StateStore): Promise<readonly ActivityItem[]> {
    const items = [...this.activity.items()].map(([who, item]) => [activityKey(this.day, who), item] as const);
    const merged = await state.merge(new Map(items));
    const activities = [...merged.values()].filter((item) => item.kind === 'activity');
    return activities.sort((a, b) => compareText(a.who.key, b.who.key));
  }

  #addFirst(hit: Hit, { subject, value }: { readonly subject: string; readonly value: string }): void {
    const rules = this.#firsts.get(subject) ?? new Map<string, Map<string, Hit>>();
    this.#firsts.set(subject, rules);
    const values = rules.get(hit.rule) ?? new Map<string, Hit>();
    rules.set(hit.rule, values);
    keepBetter(values, value, hit, byAct);
  }

  /** Only few events of a minute can make a count cross its threshold (see `window` in state/join.ts): a flood stays small. */
  #addCounted(hit: Hit, key: string): void {
    const subject = this.#counted.get(key) ?? { hits: [], most: FLOOD };
    this.#counted.set(key, subject);
    subject.hits.push(hit);
    if (subject.hits.length < subject.most) return;
    subject.hits = thinned(subject.hits);
    subject.most = Math.max(FLOOD, subject.hits.length * 2);
  }
}

/** Hits of one count that are held before they are thinned. */
const FLOOD = 2048;

/** Of each minute the first hit of each value, as `window` keeps them: those alone can be where a count crosses. */
function thinned(hits: readonly Hit[]): Hit[] {
  const byStretch = new Map<number, Set<string>>();
  return [...hits].sort(byEventTime).filter(({ event, count }) => {
    const { most, every } = count?.thin ?? { most: WINDOW_VALUES_A_MINUTE, every: MINUTE };
    const stretch = Math.floor(event.time / every);
    const values = byStretch.get(stretch) ?? new Set<string>();
    byStretch.set(stretch, values);
    const before = values.size;
    for (const value of count?.values ?? []) if (values.size < most) values.add(value);
    return values.size > before;
  });
}

function actOf(hit: Hit): string {
  return `${hit.rule}|${hit.event.actId}|${hit.part}`;
}

function keepBetter(hits: Map<string, Hit>, key: string, hit: Hit, compare: (a: Hit, b: Hit) => number): void {
  const known = hits.get(key);
  if (known === undefined) {
    hits.set(key, hit);
    return;
  }
  const [better, other] = compare(hit, known) < 0 ? [hit, known] : [known, hit];
  // The same act told in two accounts: one finding that names both events.
  const isSame = better.event.actId === other.event.actId && better.event.time === other.event.time;
  const eventIds = isSame ? [...new Set([...better.eventIds, ...other.eventIds])].sort(compareText) : better.eventIds;
  hits.set(key, eventIds.length === better.eventIds.length ? better : { ...better, eventIds });
}

function tellingOf(a: Hit, b: Hit): number {
  return byTelling(a.event, b.event);
}

/** The earliest act, and of its tellings the one that stands. */
function byAct(a: Hit, b: Hit): number {
  return (
    a.event.time - b.event.time ||
    compareText(a.event.actId, b.event.actId) ||
    byTelling(a.event, b.event) ||
    a.part - b.part
  );
}

function byEventTime(a: Hit, b: Hit): number {
  return (
    byTimeThenId(a.event, b.event) ||
    compareText(a.rule, b.rule) ||
    a.part - b.part ||
    compareText(a.event.account, b.event.account)
  );
}
