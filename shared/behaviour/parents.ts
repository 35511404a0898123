import { hash32 } from '../state/hash.ts';
import type { StateItem } from '../state/kinds.ts';
import { MEMBER, type ParentItem, type Users, usersBefore } from '../state/parent.ts';
import type { StateView } from '../state/store.ts';
import { tierOf } from './sensitivity/tier.ts';

/** Peers are remembered by half-years, of which this one and the last are read: so what nobody does any more is forgotten. */
const GENERATION = 182;
/** Each level is spread over so many items, so that none is large, or hot. */
const SHARDS = 16;

export function generationOf(day: number): number {
  return Math.floor(day / GENERATION);
}

/** Where the users of a value are remembered, at one level (`levelsOf`). */
export function parentKey(level: string, generation: number, hash: number): string {
  return `L#${level}#${generation}#${hash % SHARDS}`;
}

/** Peer group, account, organisation: whom a principal is compared with, the nearest first. */
export interface Levels {
  readonly peers: string;
  readonly account: string;
}
export const ORGANISATION = 'o';

export function levelsOf({ peers, account }: Levels): readonly string[] {
  return [`g:${peers}`, `a:${account}`, ORGANISATION];
}

/** All items that tell of these levels as of a day. */
export function parentKeys(levels: Iterable<string>, day: number): string[] {
  const generation = generationOf(day);
  return [...levels].flatMap((level) =>
    [generation, generation - 1].flatMap((one) =>
      Array.from({ length: SHARDS }, (_, shard) => parentKey(level, one, shard)),
    ),
  );
}

/** Who used what before a day: shares of distinct principals, so that one that does a thing a thousand times counts once. */
export class Parents {
  readonly #view: StateView;
  readonly #day: number;
  readonly #members = new Map<string, ReadonlySet<number>>();
  readonly #vocabulary = new Map<string, readonly number[]>();

  /** `view` holds the items of `parentKeys`. */
  constructor(view: StateView, day: number) {
    this.#view = view;
    this.#day = day;
  }

  /** Distinct principals other than `self` that used the value; counted up to MOST_USERS. */
  users(level: string, value: string, self: number): number {
    const [now, before] = this.#usersOf(level, value, hash32(value));
    if (now === undefined || before === undefined) return usersBefore(now ?? before, this.#day, self);
    const both = new Set([...hashesBefore(now, this.#day), ...hashesBefore(before, this.#day)]);
    both.delete(self);
    return both.size;
  }

  /** Distinct principals other than `self` that were active. */
  members(level: string, self: number): number {
    const members = this.#membersOf(level);
    return members.size - Number(members.has(self));
  }

  /** How many actions of each tier group (reads, writes, sensitive) a member knows on average. */
  vocabulary(level: string): readonly number[] {
    const known = this.#vocabulary.get(level);
    if (known !== undefined) return known;
    const sums = [0, 0, 0];
    const values = new Set(this.#itemsOf(level).flatMap((item) => [...item.values.keys()]));
    for (const value of values) {
      if (!value.startsWith('a')) continue;
      const group = tierGroup(value);
      sums[group] = (sums[group] ?? 0) + this.users(level, value, -1);
    }
    const size = Math.max(1, this.#membersOf(level).size);
    const means = sums.map((sum) => sum / size);
    this.#vocabulary.set(level, means);
    return means;
  }

  #membersOf(level: string): ReadonlySet<number> {
    const known = this.#members.get(level);
    if (known !== undefined) return known;
    const members = new Set(
      this.#itemsOf(level).flatMap(({ values }) => hashesBefore(values.get(MEMBER) ?? [], this.#day)),
    );
    this.#members.set(level, members);
    return members;
  }

  #itemsOf(level: string): ParentItem[] {
    return parentKeys([level], this.#day).flatMap((key) => asParent(this.#view.get(key)) ?? []);
  }

  #usersOf(level: string, value: string, hash: number): readonly [Users | undefined, Users | undefined] {
    const generation = generationOf(this.#day);
    const of = (one: number): Users | undefined =>
      asParent(this.#view.get(parentKey(level, one, hash)))?.values.get(value);
    return [of(generation), of(generation - 1)];
  }
}

function asParent(item: StateItem | undefined): ParentItem | undefined {
  return item?.kind === 'parent' ? item : undefined;
}

function hashesBefore(users: Users, day: number): number[] {
  const hashes: number[] = [];
  for (let at = 0; at < users.length && (users[at + 1] ?? day) < day; at += 2) hashes.push(users[at] ?? 0);
  return hashes;
}

/** 0 reads, 1 writes, 2 sensitive. `value` is an action with its letter. */
export function tierGroup(value: string): number {
  return Math.min(2, tierOf(value.slice(1)));
}
