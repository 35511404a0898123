import type { Principal } from '../cloudtrail/principal.ts';
import type { ActivityItem, Who } from '../state/activity.ts';
import { BITS, lastBefore } from '../state/day-bits.ts';
import type { ProfileItem } from '../state/profile.ts';

/** What AWS services do for themselves is no behaviour of anybody's: their roles are made for one thing, and nobody takes them. */
export function isScored({ class: kind }: Principal): boolean {
  return kind !== 'service';
}

/** The principal as a profile knows it. Roles are compared by what they run on, because few have a twin under the same name. */
export function whoOf(principal: Principal): Who {
  const { key, name, account, class: kind, peers } = principal;
  return { key, name, account, class: kind, peers: kind === 'role' ? workloadOf(principal.session) : peers };
}

const WORKLOADS: readonly (readonly [session: RegExp, peers: string])[] = [
  [/^i-[0-9a-f]{8,17}$/, 'instances'],
  [/^[0-9a-f]{32}$/, 'tasks'],
  [/^eks-/, 'pods'],
];

/** By the session's name, which AWS's own compute chooses. */
function workloadOf(session: string | undefined): string {
  return WORKLOADS.find(([pattern]) => pattern.test(session ?? ''))?.[1] ?? 'roles';
}

/** What may turn out to be a scanner, and from how many known actions on it is one: posture scanners, inventories, backup tools. */
const MACHINES: ReadonlySet<string> = new Set(['role', 'external', 'user']);
const BROAD = 120;

function knownActions(profile: ProfileItem | undefined, day: number): number {
  let count = 0;
  for (const [value, { first }] of profile?.values ?? []) if (first < day && value.startsWith('a')) count += 1;
  return count;
}

const BY_HAND = ['ubrowser', 'asignin:ConsoleLogin'];

/** Class and peer group on a day. What asks everything is compared with its like; an IAM user that was at the console within the last 96 days is a person, any other a machine. */
export function groupOf(
  activity: ActivityItem,
  profile: ProfileItem | undefined,
): { readonly class: string; readonly peers: string } {
  const { who, day } = activity;
  if (MACHINES.has(who.class) && knownActions(profile, day) >= BROAD) return { class: 'scanner', peers: 'scanners' };
  if (who.class !== 'user') return who;
  const isPerson = BY_HAND.some((value) => {
    const bits = profile?.values.get(value);
    const last = bits === undefined ? undefined : lastBefore(bits, day);
    return activity.values.has(value) || (last !== undefined && day - last < BITS);
  });
  return isPerson ? { class: 'human', peers: 'users at the console' } : { class: 'auto', peers: 'users of keys' };
}
