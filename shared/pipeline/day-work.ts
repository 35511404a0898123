import { MINUTE } from '../cloudtrail/time.ts';
import type { Hit } from '../detections/hit.ts';
import { byTimeThenId, compareText } from '../order.ts';
import { StateDelta } from '../state/delta.ts';
import { WINDOW_ENTRIES_A_MINUTE } from '../state/kinds.ts';
import { SeenEvents } from './seen-events.ts';

/** What was learnt from the events of one UTC day, and what waits to be judged when the day is complete. */
export class DayWork {
  readonly day: number;
  readonly delta = new StateDelta();
  readonly #seen = new SeenEvents();
  readonly #hits = new Map<string, Hit>();
  readonly #counted = new Map<string, Hit[]>();

  constructor(day: number) {
    this.day = day;
  }

  /** Whether an event was told before in this account's log. An `update` tells more of a known one and replaces it (quirk 20). */
  telling(id: string, account: string, revision: number): 'new' | 'update' | 'duplicate' {
    return this.#seen.tell(id, account, revision);
  }

  add(hit: Hit, collapse: boolean): void {
    if (hit.count?.quietBelow) this.#addCounted(hit, hit.count.key);
    else if (hit.seen !== undefined && collapse)
      this.#keepBetter(`${hit.rule}|${hit.seen.key}|${hit.seen.value}`, hit, byEventTime);
    else this.#keepBetter(`${hit.rule}|${hit.event.actId}|${hit.part}`, hit, byTelling);
  }

  /** The hits that stand, by time; those of an event told anew since are gone. */
  hits(): Hit[] {
    const all = [...this.#hits.values(), ...[...this.#counted.values()].flat()];
    return all.filter((hit) => !this.#superseded(hit)).sort(byEventTime);
  }

  #keepBetter(key: string, hit: Hit, compare: (a: Hit, b: Hit) => number): void {
    const known = this.#hits.get(key);
    if (known === undefined) this.#hits.set(key, hit);
    else {
      const [better, other] = compare(hit, known) < 0 ? [hit, known] : [known, hit];
      // The same act told in two accounts: one finding that names both events.
      const eventIds =
        better.event.actId === other.event.actId
          ? [...new Set([...better.eventIds, ...other.eventIds])].sort(compareText)
          : better.eventIds;
      this.#hits.set(key, eventIds.length === better.eventIds.length ? better : { ...better, eventIds });
    }
  }

  /** Only the earliest of a minute can make a count cross its threshold (see `window` in state/join.ts): a flood stays small. */
  #addCounted(hit: Hit, key: string): void {
    const slot = `${key}|${Math.floor(hit.event.time / MINUTE)}`;
    const hits = this.#counted.get(slot) ?? [];
    this.#counted.set(slot, hits);
    hits.push(hit);
    if (hits.length <= WINDOW_ENTRIES_A_MINUTE * 2) return;
    hits.sort(byEventTime).length = WINDOW_ENTRIES_A_MINUTE;
  }

  #superseded({ event }: Hit): boolean {
    return this.#seen.revisionOf(event.id, event.account) > event.revision;
  }
}

function byEventTime(a: Hit, b: Hit): number {
  return (
    byTimeThenId(a.event, b.event) ||
    compareText(a.rule, b.rule) ||
    a.part - b.part ||
    compareText(a.event.account, b.event.account)
  );
}

/** Of two tellings of one act: the later revision, then the caller's own account, then a fixed choice. */
function byTelling(a: Hit, b: Hit): number {
  const own = (hit: Hit): number => (hit.event.account === hit.event.principal.account ? 0 : 1);
  return (
    b.event.revision - a.event.revision ||
    own(a) - own(b) ||
    compareText(a.event.account, b.event.account) ||
    compareText(a.event.id, b.event.id)
  );
}
