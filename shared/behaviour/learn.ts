import type { ActivityItem } from '../state/activity.ts';
import { type DayBits, isSet, lastBefore, onDay } from '../state/day-bits.ts';
import { hash32 } from '../state/hash.ts';
import type { StateItem } from '../state/kinds.ts';
import { MEMBER, type ParentItem, usersSince } from '../state/parent.ts';
import type { ProfileItem } from '../state/profile.ts';
import { CONTESTED_DAYS } from './model.ts';
import { generationOf, parentKey } from './parents.ts';
import type { Scored } from './score.ts';
import type { Subject } from './subject.ts';

/** Longest key of a state item (shared/state/store.ts). */
const MAX_KEY = 1024;

export function profileKey(principal: string): string {
  return `P#${principal}`.slice(0, MAX_KEY);
}
/** Of a day; of none, how all of them begin. */
export function summaryKey(day: number | ''): string {
  return `S#${day}`;
}

/** What a scored day adds to state. A day is learnt whole and after it was scored, so it is never its own past. */
export class Lesson {
  readonly #day: number;
  readonly #items = new Map<string, StateItem>();
  readonly #parents = new Map<string, Map<string, number[]>>();

  constructor(day: number) {
    this.#day = day;
  }

  /** `contested`: values that were reasons of an alert today. */
  add(scored: Scored, contested: readonly string[]): void {
    const { activity } = scored.subject;
    const today = onDay(this.#day);
    const values = valuesOf(activity, today);
    const profile: ProfileItem = {
      kind: 'profile',
      who: activity.who,
      active: today,
      values,
      records: new Map([[this.#day, scored.record]]),
      contested: new Map(contested.map((value) => [value, today])),
    };
    this.#items.set(profileKey(activity.who.key), profile);
    this.#teachPeers(scored, profile);
  }

  items(): ReadonlyMap<string, StateItem> {
    for (const [key, told] of this.#parents) {
      const values = new Map([...told].map(([value, users]) => [value, usersSince(users, this.#day, value)]));
      const item: ParentItem = { kind: 'parent', values };
      this.#items.set(key, item);
    }
    return this.#items;
  }

  /** Peers hear only of what is new to the principal in this half-year: nothing, on most days. */
  #teachPeers({ subject }: Scored, today: ProfileItem): void {
    const { profile, self, levels } = subject;
    const generation = generationOf(this.#day);
    const joined = joinedGroup(subject, this.#day);
    // A peer group that it has just come to knows nothing of it yet, account and organisation do.
    const isFirst = (bits: DayBits | undefined, level: string): boolean =>
      !wasIn(bits, generation, this.#day, level === levels[0] ? joined : undefined);
    for (const level of levels) if (isFirst(profile?.active, level)) this.#tell(level, generation, self, MEMBER, self);
    for (const value of today.values.keys()) {
      // What rules ask of the principal alone.
      if (value.startsWith('w')) continue;
      const contested = profile?.contested.get(value);
      if (today.contested.has(value) || isContested(contested, this.#day)) continue;
      // What was contested was not told then: it is when it has aged.
      for (const level of levels)
        if (contested !== undefined || isFirst(profile?.values.get(value), level))
          this.#tell(level, generation, hash32(value), value, self);
    }
  }

  #tell(level: string, generation: number, hash: number, value: string, self: number): void {
    const key = parentKey(level, generation, hash);
    const values = this.#parents.get(key) ?? new Map<string, number[]>();
    this.#parents.set(key, values);
    const users = values.get(value) ?? [];
    values.set(value, users);
    users.push(self);
  }
}

/** What a profile remembers of what was done on a day: the values, and the services of its actions. */
export function valuesOf({ values: told }: ActivityItem, today: DayBits): Map<string, DayBits> {
  const values = new Map<string, DayBits>();
  for (const value of told.keys()) {
    // That a call was refused is told of the day, not learnt.
    if (value.startsWith('x')) continue;
    values.set(value, today);
    if (value.startsWith('a')) values.set(`s${value.slice(1, value.indexOf(':'))}`, today);
  }
  return values;
}

/** Whether there was a day before `day` in this half-year, and not before `since`. */
function wasIn(bits: DayBits | undefined, generation: number, day: number, since = Number.NEGATIVE_INFINITY): boolean {
  const last = bits === undefined ? undefined : lastBefore(bits, day);
  return last !== undefined && last >= since && generationOf(last) === generation;
}

/** Since which day a principal is in its peer group, when it was in another: a user seen at the console, a role that turns scanner. */
function joinedGroup({ profile, peers }: Subject, day: number): number | undefined {
  let other: number | undefined;
  for (const [on, record] of profile?.records ?? [])
    if (on < day && record.peers !== peers && on > (other ?? Number.NEGATIVE_INFINITY)) other = on;
  return other === undefined ? undefined : other + 1;
}

/** Whether a value was a reason of an alert not long before a day: `bits` are the days of those. */
export function isContested(bits: DayBits | undefined, day: number): boolean {
  if (bits === undefined) return false;
  for (let on = day - 1; on >= day - CONTESTED_DAYS; on -= 1) if (isSet(bits, on)) return true;
  return false;
}
