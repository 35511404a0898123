import { profileKey } from '../behaviour/learn.ts';
import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { DAY, HOUR, MINUTE } from '../cloudtrail/time.ts';
import type { Candidate } from '../detections/candidate.ts';
import type { Match } from '../detections/define.ts';
import { spanOf } from '../detections/first.ts';
import { aboutApis, type EventFace, type Hit } from '../detections/hit.ts';
import { type Setting, settingKey } from '../settings/setting.ts';
import { valueText } from '../state/activity.ts';
import { ANY_VALUE, type Thin, WINDOW_VALUES_A_MINUTE } from '../state/kinds.ts';
import { givensOf } from './judge-given.ts';
import { MAX_KEY } from './keys.ts';

const MAX_VALUE = 256;
/** Values that one event may add to a count. */
const MOST_COUNTED = 64;

/** What a candidate's first-seen and count are about in one event. */
export interface StateKeys {
  /** Of first-seen: whose value, and which. */
  readonly subject: string | undefined;
  readonly value: string | undefined;
  /** Of a count: whose. */
  readonly counted: string | undefined;
  /** Of an absence or an age: whose. */
  readonly present: string | undefined;
  /** How the principal's profile names the value, when that is where it is remembered. */
  readonly profile?: string | undefined;
}

const STATELESS: StateKeys = { subject: undefined, value: undefined, counted: undefined, present: undefined };

/**
 * The state that a candidate's first-seen and count need; undefined when the record doesn't hold their subject: what can't
 * be judged is no finding, rather than a guess. Asked before anything is built, because for most events this ends it.
 */
export function stateKeys({ state }: Candidate, event: TrailEvent): StateKeys | undefined {
  const { firstSeen, count, dormant, aged } = state ?? {};
  const presence = dormant ?? aged;
  if (firstSeen === undefined && count === undefined && presence === undefined) return STATELESS;
  const subject = firstSeen?.subject(event);
  const value = subject === undefined ? undefined : firstSeen?.value(event);
  if (firstSeen !== undefined && value === undefined) return undefined;
  const counted = count?.subject(event);
  if (count !== undefined && counted === undefined) return undefined;
  const present = presence?.subject(event);
  if (presence !== undefined && present === undefined) return undefined;
  return { subject, value, counted, present, profile: firstSeen?.profile?.(event) };
}

/** One or several distinct values, else the event itself; an act that is told in two accounts counts once. */
function valuesOf(distinct: string | readonly string[] | undefined, actId: string): readonly string[] {
  const values =
    distinct === undefined ? [actId] : typeof distinct === 'string' ? [distinct] : distinct.slice(0, MOST_COUNTED);
  return values.map((value) => value.slice(0, MAX_VALUE));
}

/** What is kept of a match until its day is judged: plain data, cut to size. */
export function buildHit(
  event: TrailEvent,
  face: EventFace,
  candidate: Candidate,
  keys: StateKeys,
  match: Match,
  part: number,
  settings: readonly Setting[],
): Hit {
  const { rule, state } = candidate;
  const { changed, count } = state ?? {};
  return {
    rule,
    part,
    event: aboutApis(face, match.api),
    resource: (match.resource ?? resourceOf(event)).slice(0, MAX_KEY),
    what: (match.what ?? `called ${event.service}:${event.name}`).slice(0, MAX_KEY),
    severity: match.severity,
    reasons: (match.reasons ?? []).map((reason) => reason.slice(0, MAX_KEY)),
    target: match.target?.slice(0, MAX_VALUE),
    foreign: match.foreign,
    changes: settings
      .filter(({ name }) => changed?.settings.includes(name))
      .map((setting) => ({ key: settingKey(event, setting), setting: setting.name, now: setting.value })),
    listed: match.listed,
    given: givenOf(state, event),
    presence:
      keys.present === undefined ? undefined : { key: presenceKey(candidate, keys.present), subject: keys.present },
    joins: match.key?.slice(0, MAX_KEY),
    seen: seenOf(rule, keys),
    count:
      keys.counted === undefined || count === undefined ? undefined : countOf(candidate, keys.counted, count, event),
    eventIds: [event.id],
  };
}

export function seenOf(rule: string, { subject, value, profile }: StateKeys): Hit['seen'] {
  if (subject === undefined || value === undefined) return undefined;
  if (profile !== undefined) return { key: profileKey(subject), subject, value: valueText(profile), shown: value };
  // The log may hold an asterisk; it must not be taken for any value.
  const kept = value === ANY_VALUE ? `"${value}"` : value.slice(0, MAX_VALUE);
  return { key: dayKey(rule, subject), subject, value: kept };
}

type Count = NonNullable<NonNullable<Candidate['state']>['count']>;

function countOf(candidate: Candidate, subject: string, count: Count, event: TrailEvent): Hit['count'] {
  const values = valuesOf(count.distinct?.(event), event.sharedId ?? event.id);
  const span = spanOf(candidate);
  const thin = span === undefined ? thinOf(count) : firstsOf(count, span);
  const thinned = thin === undefined ? '' : `@${thin.most},${thin.every}${thin.first ? ',first' : ''}`;
  const keep = 2 * count.withinMinutes * MINUTE + MINUTE;
  const part = Math.floor(event.time / partOf(keep, thin));
  const keyOf = (of: number): string => `W#${candidate.rule}${thinned}#${of}#${subject}`.slice(0, MAX_KEY);
  return {
    key: keyOf(part),
    before: keyOf(part - 1),
    thin,
    values,
    quietBelow: (count.below ?? 'quiet') === 'quiet',
    keep,
    span: span === undefined ? undefined : Math.floor(event.time / span),
  };
}

/**
 * How long one window of a subject lasts, ms: every hour or so begins a new one, because what many files add to is rewritten for each.
 * As long as an entry may matter at least, so that the window before is all that is counted with it, and made of whole stretches, so
 * that each is thinned in one place.
 */
function partOf(keep: number, thin: Thin | undefined): number {
  const every = thin?.every ?? MINUTE;
  const unit = every * Math.ceil(HOUR / every);
  return unit * Math.ceil(keep / unit);
}

/** Thresholds beyond the usual, and times shorter than a minute or longer than a day, need a window of their own measure. */
function thinOf({ most = WINDOW_VALUES_A_MINUTE, withinMinutes }: Count): Thin | undefined {
  const span = Math.ceil(withinMinutes * MINUTE);
  const every = Math.min(span, MINUTE * Math.ceil(span / DAY));
  if (most <= WINDOW_VALUES_A_MINUTE && every === MINUTE) return undefined;
  return { most: Math.max(most, WINDOW_VALUES_A_MINUTE), every };
}

/** First sights may be told again by each file: of a span the earliest of each value counts, and enough values for every time counted over. */
function firstsOf({ most = WINDOW_VALUES_A_MINUTE, withinMinutes }: Count, span: number): Thin {
  const times = Math.max(1, Math.ceil(span / (withinMinutes * MINUTE)));
  return { most: times * Math.max(most, WINDOW_VALUES_A_MINUTE), every: span, first: true };
}

function givenOf(state: Candidate['state'], event: TrailEvent): Hit['given'] {
  const asked = givensOf(state).map((given) => {
    const of = given.of(event);
    return of === undefined ? undefined : { key: settingKey(event, { ...given, name: given.setting, of }), of };
  });
  return asked.length === 0 ? undefined : asked;
}

/** Whether the principal's profile remembers it: then it is learnt with the profile, and asked of it. */
export function isInProfile({ key, subject }: { readonly key: string; readonly subject: string }): boolean {
  return key === profileKey(subject);
}

/** Where it is remembered on which days a subject was there. */
export function presenceKey({ rule, state }: Candidate, subject: string): string {
  return state?.dormant?.profile === true ? profileKey(subject) : dayKey(rule, subject);
}

function dayKey(rule: string, subject: string): string {
  return `D#${rule}#${subject}`.slice(0, MAX_KEY);
}

function resourceOf(event: TrailEvent): string {
  if (event.api !== undefined) return event.api.resource;
  const [first] = Array.isArray(event.raw.resources) ? event.raw.resources : [];
  return filled(first, 'ARN') ?? filled(first, 'arn') ?? `${event.service} in ${event.account}`;
}
