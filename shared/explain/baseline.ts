import { isContested } from '../behaviour/learn.ts';
import { COUNTS, FEATURES, type Feature } from '../behaviour/model.ts';
import { ORGANISATION } from '../behaviour/parents.ts';
import { wordOf } from '../behaviour/reasons.ts';
import type { Context, Subject } from '../behaviour/subject.ts';
import { useOf } from '../behaviour/use.ts';
import { usualCounts } from '../behaviour/volume-evidence.ts';
import { isoDay } from '../cloudtrail/time.ts';
import { compareText } from '../order.ts';
import { lastBefore } from '../state/day-bits.ts';
import type { ProfileItem } from '../state/profile.ts';
import { MARK } from '../state/summary.ts';

/** How a value is used, by the principal and by others. Days are ISO dates. */
export interface Used {
  readonly value: string;
  readonly word: ReturnType<typeof wordOf>;
  /** On how many of the active days. */
  readonly days: number;
  readonly first: string;
  readonly last: string;
  /** How many peers, and how many others of the organisation, peers included, use it; more than 64 are not told apart. */
  readonly peers: number;
  readonly others: number;
  /** It was a reason of an alert lately, so it is no reference for peers. */
  readonly contested: boolean;
}
interface UsedService extends Used {
  readonly actions: readonly Used[];
}
/** What is usual of a count, on days that have any. */
interface UsualCount {
  readonly what: string;
  readonly median: number;
  /** 99 of 100 days stay below. */
  readonly below: number;
  /** On how many of the active days there was any. */
  readonly days: number;
}
/** What a day came to, in bits. */
export interface DayScore {
  readonly day: string;
  readonly acute: number;
  readonly rate: number;
  readonly slow: number;
  readonly events: number;
  readonly alerted: boolean;
}

/** What is normal for a principal as of the beginning of a day: the contract of `baseline show --json`. */
export interface Baseline {
  readonly principal: string;
  readonly name: string;
  readonly account: string;
  readonly class: string;
  readonly peerGroup: string;
  readonly asOf: string;
  readonly first: string;
  readonly last: string;
  /** Of the last 96 days up to the last active one: what the other days are counted of. */
  readonly activeDays: number;
  readonly peers: number;
  readonly others: number;
  readonly services: readonly UsedService[];
  readonly features: readonly { readonly feature: Feature; readonly values: readonly Used[] }[];
  readonly counts: readonly UsualCount[];
  /** Of the days before, the newest first. */
  readonly scores: readonly DayScore[];
  /** What the day itself came to, when that is known by now. */
  readonly scored: DayScore | undefined;
}

/** All that is known of a principal from before the subject's day; the most used first. */
export function baselineOf(subject: Subject & { readonly profile: ProfileItem }, context: Context): Baseline {
  const { activity, profile, levels, self } = subject;
  const { who, day } = activity;
  const used = (feature: string): Used[] => usedValues(feature, subject, context);
  const actions = Map.groupBy(used('a'), ({ value }) => value.slice(0, value.indexOf(':')));
  return {
    principal: who.key,
    name: who.name,
    account: who.account,
    class: subject.class,
    peerGroup: subject.peers,
    asOf: isoDay(day),
    first: isoDay(profile.active.first),
    last: isoDay(lastBefore(profile.active, day) ?? profile.active.first),
    activeDays: subject.age,
    peers: context.parents.members(levels[0] ?? '', self),
    others: context.parents.members(ORGANISATION, self),
    services: used('s').map((service) => ({ ...service, actions: actions.get(service.value) ?? [] })),
    features: FEATURES.map((feature) => ({ feature, values: used(feature) })),
    counts: countsOf(subject, context),
    scores: scoresOf(profile, (on) => on < day),
    scored: scoresOf(profile, (on) => on === day)[0],
  };
}

function usedValues(feature: string, subject: Subject, context: Context): Used[] {
  const names = [...(subject.profile?.values.keys() ?? [])].filter((value) => value.startsWith(feature));
  const used = names.flatMap((value): Used[] => {
    const use = useOf(value, subject, context);
    if (use.first === undefined || use.last === undefined) return [];
    return [
      {
        value: value.slice(1),
        word: wordOf(use),
        days: use.days,
        first: isoDay(use.first),
        last: isoDay(use.last),
        peers: use.peers[0],
        others: use.organisation[0],
        contested: isContested(subject.profile?.contested.get(value), subject.activity.day),
      },
    ];
  });
  return used.sort((a, b) => b.days - a.days || compareText(b.last, a.last) || compareText(a.value, b.value));
}

function countsOf(subject: Subject, { baselines }: Context): UsualCount[] {
  const usual = usualCounts(subject, baselines);
  return COUNTS.map((what, index) => {
    const { median, p99, days } = usual(index);
    return { what, median, below: p99 + 1, days };
  });
}

function scoresOf({ records }: ProfileItem, isWanted: (day: number) => boolean): DayScore[] {
  const days = [...records].filter(([day]) => isWanted(day)).sort(([a], [b]) => b - a);
  return days.map(([day, { acute, rate, slow, counts, alerted }]) => ({
    day: isoDay(day),
    acute,
    rate,
    slow,
    events: counts[0] ?? 0,
    alerted: (alerted & MARK.alert) !== 0,
  }));
}
