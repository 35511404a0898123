/**
 * Who uses a value in a peer group, an account or the organisation: for each value the principals that were first to, by hash,
 * with the day of their first use. More than MOST_USERS need not be told apart: what so many use is common.
 */
export interface ParentItem {
  readonly kind: 'parent';
  readonly values: ReadonlyMap<string, Users>;
}
/** [hash, first day] pairs behind one another, ascending by (day, hash). */
export type Users = readonly number[];

/** Principals kept of a value, the earliest. */
export const MOST_USERS = 64;
/** Of the members themselves, which are what a share is taken of. */
const MOST_MEMBERS = 1250;
/** The value that stands for being active at all. */
export const MEMBER = '*';

export function joinParents(a: ParentItem, b: ParentItem): ParentItem {
  const values = new Map(a.values);
  for (const [value, users] of b.values) values.set(value, joinUsers(values.get(value) ?? [], users, mostOf(value)));
  return { kind: 'parent', values };
}

function mostOf(value: string): number {
  return value === MEMBER ? MOST_MEMBERS : MOST_USERS;
}

/**
 * The earliest of both. Associative, because who is among the earliest of all is also among the earliest of the part that knows
 * of its first day.
 */
function joinUsers(a: Users, b: Users, most: number): Users {
  const first = new Map<number, number>();
  for (const users of [a, b])
    for (let at = 0; at < users.length; at += 2) {
      const [hash = 0, day = 0] = [users[at], users[at + 1]];
      first.set(hash, Math.min(day, first.get(hash) ?? day));
    }
  const sorted = [...first].sort(([x, dayX], [y, dayY]) => dayX - dayY || x - y);
  return sorted.slice(0, most).flat();
}

/** These principals (hashes) as users of a value from a day on. */
export function usersSince(hashes: readonly number[], day: number, value: string): Users {
  return joinUsers(
    [],
    hashes.flatMap((hash) => [hash, day]),
    mostOf(value),
  );
}

/** How many others than `self` used the value before a day; at most MOST_USERS are known of. */
export function usersBefore(users: Users | undefined, day: number, self: number): number {
  if (users === undefined) return 0;
  let count = 0;
  for (let at = 0; at < users.length; at += 2) {
    if ((users[at + 1] ?? day) >= day) break;
    if (users[at] !== self) count += 1;
  }
  return count;
}
