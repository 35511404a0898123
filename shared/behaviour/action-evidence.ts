import type { Witness } from '../state/activity.ts';
import { agesBefore } from '../state/day-bits.ts';
import { MOST_USERS } from '../state/parent.ts';
import { type ActionEvidence, rounded } from './evidence.ts';
import { ageOf, BACK_OFF, OFF, SERVICE_WEIGHTS } from './model.ts';
import { ORGANISATION, tierGroup } from './parents.ts';
import { isRecon, tierOf } from './sensitivity/tier.ts';
import { type Context, type Subject, weightOf } from './subject.ts';
import { useOf } from './use.ts';

/** Nothing is rarer. */
const RAREST = 1 / 16_000;
/** New actions of a tier group on an active day, where nothing is known. */
const FRESH = [2, 0.5, 0.15] as const;
/** Size of what a principal could still begin to use, at least. */
const LEAST_VOCABULARY = [8, 3, 1.5] as const;
/** Without the table of sensitive actions (for measuring): all are worth the same. */
const FLAT = 8.5;
/** Weight in days beyond which an action is the principal's own. */
const OWN = 3;

interface Act {
  readonly value: string;
  readonly bits: number;
}

/** Evidence in the actions of a day, the best of each service; and how many actions were new, by tier group. */
export function actionEvidence(
  subject: Subject,
  context: Context,
): { readonly evidence: readonly ActionEvidence[]; readonly fresh: readonly number[] } {
  const { activity, profile } = subject;
  const fresh = [0, 0, 0];
  const found: Act[] = [];
  const rates = new Map<number, number>();
  for (const value of activity.values.keys()) {
    if (!value.startsWith('a')) continue;
    const bits = profile?.values.get(value);
    const weight = bits === undefined ? 0 : weightOf(agesBefore(bits, activity.day));
    const group = tierGroup(value);
    if (weight === 0) fresh[group] = (fresh[group] ?? 0) + 1;
    if (weight > OWN) continue;
    const p =
      weight > 0 ? knownShare(value, weight, subject, context) : unseenShare(value, group, subject, context, rates);
    const worth = -Math.log2(p) - (context.without?.has('sensitivity') ? FLAT : offOf(value));
    if (worth > 0) found.push({ value, bits: worth });
  }
  return { evidence: byService(found, subject, context), fresh };
}

/** -log2 of how likely an attacker does it. */
function offOf(value: string): number {
  const action = value.slice(1);
  const tier = tierOf(action);
  if (tier === 3) return OFF.tier3;
  if (tier === 2) return OFF.tier2;
  if (isRecon(action)) return OFF.recon;
  return tier === 1 ? OFF.tier1 : OFF.tier0;
}

function knownShare(value: string, weight: number, subject: Subject, context: Context): number {
  const k = BACK_OFF.principal;
  return (weight + k * shareOfPeers(value, subject, context)) / (subject.weight + k);
}

/** How likely one of the new actions that such principals begin with every day is just this one. */
function unseenShare(
  value: string,
  group: number,
  subject: Subject,
  context: Context,
  rates: Map<number, number>,
): number {
  const rate = rates.get(group) ?? freshRate(group, subject, context);
  rates.set(group, rate);
  return Math.min(0.9, rate * shareOfPeers(value, subject, context));
}

/** New actions of a tier group a day, over how many there are to choose from. */
function freshRate(
  group: number,
  { peers, class: kind, age, levels }: Subject,
  { baselines, parents, without }: Context,
): number {
  const bucket = ageOf(age);
  const [ofClass, classDays] = baselines.class(kind).fresh(bucket, group);
  const [ofPeers, peerDays] = baselines.peers(peers).fresh(bucket, group);
  const classRate = (ofClass + 4 * (FRESH[group] ?? 0)) / (classDays + 4);
  const rate = (ofPeers + 6 * classRate) / (peerDays + 6);
  const known = without?.has('back-off') ? [40, 10, 4] : parents.vocabulary(levels[0] ?? '');
  return rate / Math.max(LEAST_VOCABULARY[group] ?? 1, (known[group] ?? 0) / 2);
}

/** Share of principals that use an action: peers lean on the account, that on the organisation, that on whether the service is known. */
function shareOfPeers(value: string, { self, levels }: Subject, { parents, without }: Context): number {
  if (without?.has('back-off')) return 1 / 4000;
  const service = `s${value.slice(1, value.indexOf(':'))}`;
  const ofService = (parents.users(ORGANISATION, service, self) + 0.2) / (parents.members(ORGANISATION, self) + 1) / 60;
  let share = Math.max(RAREST, ofService);
  for (const level of [...levels].reverse()) {
    const members = parents.members(level, self);
    const users = usersOf(parents.users(level, value, self), members);
    share = (users + BACK_OFF.level * share) / (members + BACK_OFF.level);
  }
  return share;
}

/** Whether the first try of the day was refused. */
function isRefused(action: string, values: ReadonlyMap<string, Witness>): boolean {
  const refused = values.get(`x${action}`);
  return refused !== undefined && refused.time <= (values.get(`a${action}`)?.time ?? refused.time);
}

/** Beyond MOST_USERS it is known only that there are more: somewhere between those and all, so the geometric middle. */
function usersOf(users: number, members: number): number {
  return users < MOST_USERS || users >= members ? users : Math.sqrt(users * members);
}

/** The best of each service, services by what they are worth. */
function byService(found: readonly Act[], subject: Subject, context: Context): ActionEvidence[] {
  const keyOf = ({ value }: Act): string =>
    context.without?.has('grouping') ? value : value.slice(1, value.indexOf(':'));
  const services = [...Map.groupBy(found, keyOf).values()].map((acts) =>
    acts.sort((a, b) => b.bits - a.bits || (a.value < b.value ? -1 : 1)),
  );
  services.sort(([a], [b]) => (b?.bits ?? 0) - (a?.bits ?? 0) || ((a?.value ?? '') < (b?.value ?? '') ? -1 : 1));
  const weights = context.without?.has('grouping') ? services.map(() => 1) : SERVICE_WEIGHTS;
  return services.slice(0, weights.length).flatMap((acts, index) => {
    const [best, ...others] = acts as [Act, ...Act[]];
    const bits = rounded(best.bits * (weights[index] ?? 0));
    const { values } = subject.activity;
    const witnesses = acts.flatMap(({ value }) => values.get(value) ?? []);
    const use = useOf(best.value, subject, context);
    const action = best.value.slice(1);
    const named = others.map(({ value }) => value.slice(1));
    return bits === 0
      ? []
      : [{ kind: 'action', value: action, others: named, refused: isRefused(action, values), bits, witnesses, use }];
  });
}
