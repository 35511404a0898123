import { MINUTE } from '../cloudtrail/time.ts';
import type { Hit } from '../detections/hit.ts';
import { byTimeThenId, compareText } from '../order.ts';
import { StateDelta } from '../state/delta.ts';
import { WINDOW_ENTRIES_A_MINUTE } from '../state/kinds.ts';
import { SeenEvents, type Telling } from './seen-events.ts';
import { byTelling } from './telling.ts';

/**
 * What was learnt from the events of one UTC day, and what waits to be judged when the day is complete. It only grows, as the
 * state does: which of several hits stands is the least of a fixed order, so what came first can't matter.
 */
export class DayWork {
  readonly day: number;
  readonly delta = new StateDelta();
  readonly #seen = new SeenEvents();
  readonly #hits = new Map<string, Hit>();
  readonly #counted = new Map<string, Map<string, Hit>>();

  constructor(day: number) {
    this.day = day;
  }

  /**
   * Whether an event was told before in this account's log. `again`: known, but not in this revision (quirk 20); both are then
   * learnt from, whichever came first, and of hits on the same thing the later revision's stands.
   */
  telling(id: string, account: string, revision: number): Telling {
    return this.#seen.tell(id, account, revision);
  }

  add(hit: Hit, collapse: boolean): void {
    const act = `${hit.rule}|${hit.event.actId}|${hit.part}`;
    if (hit.count?.quietBelow) this.#addCounted(hit, hit.count.key, act);
    else if (hit.seen !== undefined && collapse)
      keepBetter(this.#hits, `${hit.rule}|${hit.seen.key}|${hit.seen.value}`, hit, byAct);
    else keepBetter(this.#hits, act, hit, tellingOf);
  }

  /** Whether a collapsed hit on this value stands that is surely better than one on `event` would be. */
  hasEarlier(
    rule: string,
    seen: { readonly key: string; readonly value: string },
    event: { readonly time: number },
  ): boolean {
    const known = this.#hits.get(`${rule}|${seen.key}|${seen.value}`);
    return known !== undefined && known.event.time < event.time;
  }

  /** The hits that stand, by time. */
  hits(): Hit[] {
    return [...this.#hits.values(), ...[...this.#counted.values()].flatMap((hits) => [...hits.values()])].sort(
      byEventTime,
    );
  }

  /** Only the earliest of a minute can make a count cross its threshold (see `window` in state/join.ts): a flood stays small. */
  #addCounted(hit: Hit, key: string, act: string): void {
    const slot = `${key}|${Math.floor(hit.event.time / MINUTE)}`;
    const hits = this.#counted.get(slot) ?? new Map<string, Hit>();
    this.#counted.set(slot, hits);
    keepBetter(hits, act, hit, tellingOf);
    if (hits.size <= WINDOW_ENTRIES_A_MINUTE * 2) return;
    const sorted = [...hits].sort(([, a], [, b]) => byEventTime(a, b));
    for (const [late] of sorted.slice(WINDOW_ENTRIES_A_MINUTE)) hits.delete(late);
  }
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
