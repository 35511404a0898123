import { lastBefore } from '../state/day-bits.ts';
import type { ProfileItem } from '../state/profile.ts';
import { type NoveltyEvidence, rounded } from './evidence.ts';
import { ATTACKER, ageOf, type Feature, FORGOTTEN, MOST_NOVELTY } from './model.ts';
import { ORGANISATION } from './parents.ts';
import type { Context, Subject } from './subject.ts';
import { daysOf, useOf } from './use.ts';

/** The newest value of a feature on a day. */
export interface Novelty {
  readonly feature: Feature;
  /** With its letter. */
  readonly value: string;
  /** 0 known to the principal, 1 to a peer, 2 in the organisation, 3 to nobody. */
  readonly class: number;
}

export function noveltyOf(feature: Feature, subject: Subject, context: Context): Novelty | undefined {
  let worst: Novelty | undefined;
  for (const value of subject.activity.values.keys()) {
    if (!value.startsWith(feature)) continue;
    const kind = classOf(value, subject, context);
    if (worst === undefined || kind > worst.class || (kind === worst.class && value < worst.value))
      worst = { feature, value, class: kind };
  }
  return worst;
}

function classOf(value: string, { activity, profile, self, levels }: Subject, { parents, without }: Context): number {
  const bits = profile?.values.get(value);
  const last = bits === undefined ? undefined : lastBefore(bits, activity.day);
  if (last !== undefined && activity.day - last <= FORGOTTEN) return 0;
  if (without?.has('back-off')) return 3;
  if (parents.users(levels[0] ?? '', value, self) > 0) return 1;
  return parents.users(ORGANISATION, value, self) > 0 ? 2 : 3;
}

/** How often each class is the newest, where nothing is known: of somebody known for days, and of somebody new. */
const SETTLED = [0.9, 0.07, 0.025, 0.005] as const;
const NEW = [0.5, 0.35, 0.1, 0.05] as const;
/** Days that the level above weighs. */
const WEIGHT = { class: 20, peers: 10, principal: 8 } as const;

export function noveltyEvidence(
  news: readonly (Novelty | undefined)[],
  subject: Subject,
  context: Context,
): NoveltyEvidence[] {
  return news.flatMap((found, index) => {
    if (found === undefined || found.class === 0) return [];
    const usual = shares(index, subject, context).slice(found.class);
    const attacker = ATTACKER[found.feature].slice(found.class);
    const bits = Math.log2(sumOf(attacker) / Math.max(sumOf(usual), 1e-6));
    const worth = rounded(Math.min(MOST_NOVELTY, bits));
    if (worth <= 0) return [];
    const witness = subject.activity.values.get(found.value);
    return [
      {
        kind: 'novelty',
        feature: found.feature,
        value: found.value.slice(1),
        class: found.class,
        bits: worth,
        witnesses: witness === undefined ? [] : [witness],
        use: useOf(found.value, subject, context),
        usual: usualValues(found.feature, subject.profile, subject.activity.day),
      },
    ];
  });
}

/** How often the newest value of a day is of each class: class, peer group, then the principal's own days at that age. */
function shares(
  feature: number,
  { class: kind, peers, age, profile, activity }: Subject,
  { baselines }: Context,
): readonly number[] {
  const bucket = ageOf(age);
  const ofClass = leaning(baselines.class(kind).classes(feature, bucket), bucket >= 2 ? SETTLED : NEW, WEIGHT.class);
  const ofPeers = leaning(baselines.peers(peers).classes(feature, bucket), ofClass, WEIGHT.peers);
  return leaning(ownClasses(feature, bucket, profile, activity.day), ofPeers, WEIGHT.principal);
}

/** Of the principal's own days at the same age; from ten days on they count together. */
function ownClasses(feature: number, bucket: number, profile: ProfileItem | undefined, day: number): readonly number[] {
  const counts = [0, 0, 0, 0];
  for (const [on, { age, classes }] of profile?.records ?? []) {
    const kind = classes[feature] ?? -1;
    if (on < day && kind >= 0 && Math.min(3, ageOf(age)) === Math.min(3, bucket))
      counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function leaning(counts: readonly number[], prior: readonly number[], weight: number): readonly number[] {
  const total = sumOf(counts) + weight;
  return prior.map((share, index) => ((counts[index] ?? 0) + weight * share) / total);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** The values that a principal mostly uses. */
function usualValues(
  feature: Feature,
  profile: ProfileItem | undefined,
  day: number,
): readonly (readonly [string, number])[] {
  const values = [...(profile?.values ?? [])]
    .filter(([value]) => value.startsWith(feature))
    .map(([value, bits]) => [value.slice(1), daysOf(bits, profile?.active, day)] as const)
    .filter(([, days]) => days > 0);
  return values.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 2);
}
