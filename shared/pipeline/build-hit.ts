import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import type { Candidate } from '../detections/candidate.ts';
import type { Match } from '../detections/define.ts';
import { aboutApis, type EventFace, type Hit } from '../detections/hit.ts';
import { type Setting, settingKey } from '../settings/setting.ts';
import { ANY_VALUE } from '../state/kinds.ts';
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
}

const STATELESS: StateKeys = { subject: undefined, value: undefined, counted: undefined };

/**
 * The state that a candidate's first-seen and count need; undefined when the record doesn't hold their subject: what can't
 * be judged is no finding, rather than a guess. Asked before anything is built, because for most events this ends it.
 */
export function stateKeys({ state }: Candidate, event: TrailEvent): StateKeys | undefined {
  const { firstSeen, count } = state ?? {};
  if (firstSeen === undefined && count === undefined) return STATELESS;
  const subject = firstSeen?.subject(event);
  const value = subject === undefined ? undefined : firstSeen?.value(event);
  if (firstSeen !== undefined && value === undefined) return undefined;
  const counted = count?.subject(event);
  return count !== undefined && counted === undefined ? undefined : { subject, value, counted };
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
  { rule, state }: Candidate,
  keys: StateKeys,
  match: Match,
  part: number,
  settings: readonly Setting[],
): Hit {
  const { changed, given, count } = state ?? {};
  const givenOf = given?.of(event);
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
    given:
      given === undefined || givenOf === undefined
        ? undefined
        : settingKey(event, { name: given.setting, of: givenOf }),
    seen: seenOf(rule, keys),
    count: keys.counted === undefined || count === undefined ? undefined : countOf(rule, keys.counted, count, event),
    eventIds: [event.id],
  };
}

function seenOf(rule: string, { subject, value }: StateKeys): Hit['seen'] {
  if (subject === undefined || value === undefined) return undefined;
  // The log may hold an asterisk; it must not be taken for any value.
  const kept = value === ANY_VALUE ? `"${value}"` : value.slice(0, MAX_VALUE);
  return { key: `D#${rule}#${subject}`.slice(0, MAX_KEY), subject, value: kept };
}

type Count = NonNullable<NonNullable<Candidate['state']>['count']>;

function countOf(rule: string, subject: string, count: Count, event: TrailEvent): Hit['count'] {
  const values = valuesOf(count.distinct?.(event), event.sharedId ?? event.id);
  return { key: `W#${rule}#${subject}`.slice(0, MAX_KEY), values, quietBelow: (count.below ?? 'quiet') === 'quiet' };
}

function resourceOf(event: TrailEvent): string {
  if (event.api !== undefined) return event.api.resource;
  const [first] = Array.isArray(event.raw.resources) ? event.raw.resources : [];
  return filled(first, 'ARN') ?? filled(first, 'arn') ?? `${event.service} in ${event.account}`;
}
