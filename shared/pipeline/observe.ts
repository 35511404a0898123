import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled, text } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { dayOf, HOUR, MINUTE } from '../cloudtrail/time.ts';
import type { Candidate, Plan } from '../detections/catalogue.ts';
import type { Match } from '../detections/define.ts';
import { aboutApis, type EventFace, faceOf, type Hit } from '../detections/hit.ts';
import { messageOf } from '../errors.ts';
import { settingsOf } from '../settings/index.ts';
import { type Setting, settingKey } from '../settings/setting.ts';
import type { DayWork } from './day-work.ts';
import type { Tally } from './tally.ts';

/** Role sessions live at most 12 hours, federation tokens 36. */
const SESSION_KEEP = 36 * HOUR;
const MAX_KEY = 1024;
const MAX_VALUE = 256;

/** Whether a successful event can teach the state something, even when no detection wants it. Asked for every event. */
export function teaches(raw: RawRecord, plan: Plan): boolean {
  return plan.writesSettings || (plan.startsSession && text(raw.userIdentity, 'type') !== 'AWSService');
}

/** Learns from one event and notes what the detections saw in it. A detection that throws stops nobody else (law 5). */
export function observe(event: TrailEvent, candidates: readonly Candidate[], work: DayWork, tally: Tally): void {
  const settings = learnSettings(event, work);
  learnSession(event, work);
  if (candidates.length === 0) return;
  const face = faceOf(event);
  for (const candidate of candidates) {
    try {
      if (!candidate.outcomes.has(face.outcome) || (candidate.writes && event.readOnly)) continue;
      const found = candidate.match(event);
      if (found === undefined || found === false) continue;
      const matches = found === true ? [{}] : Array.isArray(found) ? (found as readonly Match[]) : [found as Match];
      matches.forEach((match, part) => {
        noteHit(hitOf(event, face, candidate, match, part, settings), candidate, event, work);
      });
    } catch (error) {
      tally.detectionError(candidate.rule, event.id, messageOf(error));
    }
  }
}

function learnSettings(event: TrailEvent, work: DayWork): readonly Setting[] {
  const settings = settingsOf(event);
  for (const setting of settings)
    work.delta.register(settingKey(event, setting), {
      time: event.time,
      id: event.id,
      revision: event.revision,
      value: setting.value,
    });
  return settings;
}

/** Remembers who received temporary credentials, so that their later use comes back to who assumed the role. */
function learnSession(event: TrailEvent, work: DayWork): void {
  if (event.service !== 'sts') return;
  const accessKeyId = filled(event.raw.responseElements, 'credentials', 'accessKeyId');
  if (accessKeyId === undefined || event.outcome !== 'success' || event.principal.class === 'service') return;
  work.delta.register(
    sessionKey(accessKeyId),
    { time: event.time, id: event.id, revision: event.revision, value: JSON.stringify(event.principal) },
    SESSION_KEEP,
  );
}

/** Where the register of a session's origin lives: not by account, because roles are assumed across accounts. */
export function sessionKey(accessKeyId: string): string {
  return `R#session#${accessKeyId}`.slice(0, MAX_KEY);
}

function hitOf(
  event: TrailEvent,
  face: EventFace,
  candidate: Candidate,
  match: Match,
  part: number,
  settings: readonly Setting[],
): Hit {
  const { changed, given, firstSeen, count } = candidate.state ?? {};
  const givenOf = given?.of(event);
  const seenValue = firstSeen?.value(event);
  const seenSubject = firstSeen?.subject(event);
  const counted = count?.subject(event);
  return {
    rule: candidate.rule,
    part,
    event: aboutApis(face, match.api),
    resource: (match.resource ?? resourceOf(event)).slice(0, MAX_KEY),
    what: (match.what ?? `called ${event.service}:${event.name}`).slice(0, MAX_KEY),
    severity: match.severity,
    reasons: match.reasons ?? [],
    target: match.target?.slice(0, MAX_VALUE),
    foreign: match.foreign,
    changes: settings
      .filter(({ name }) => changed?.settings.includes(name))
      .map((setting) => ({ key: settingKey(event, setting), setting: setting.name, now: setting.value })),
    given:
      given === undefined || givenOf === undefined
        ? undefined
        : settingKey(event, { name: given.setting, of: givenOf }),
    seen:
      seenValue === undefined || seenSubject === undefined
        ? undefined
        : { key: `D#${candidate.rule}#${seenSubject}`.slice(0, MAX_KEY), value: seenValue.slice(0, MAX_VALUE) },
    count:
      counted === undefined
        ? undefined
        : {
            key: `W#${candidate.rule}#${counted}`.slice(0, MAX_KEY),
            quietBelow: (count?.below ?? 'quiet') === 'quiet',
          },
    eventIds: [event.id],
  };
}

function noteHit(hit: Hit, candidate: Candidate, event: TrailEvent, work: DayWork): void {
  const { firstSeen, count } = candidate.state ?? {};
  // A count or first-seen detection whose subject the record doesn't hold can't be judged: no finding rather than a guess.
  if ((firstSeen !== undefined && hit.seen === undefined) || (count !== undefined && hit.count === undefined)) return;
  if (hit.given !== undefined) work.delta.ask(hit.given);
  if (hit.seen !== undefined) work.delta.day(hit.seen.key, hit.seen.value, dayOf(event.time));
  if (hit.count !== undefined && count !== undefined)
    for (const value of countedValues(count.distinct?.(event), event.id))
      work.delta.window(
        hit.count.key,
        { time: event.time, id: event.id, value },
        2 * count.withinMinutes * MINUTE + MINUTE,
      );
  const { known = 'quiet', learning = 'quiet' } = firstSeen ?? {};
  work.add(hit, firstSeen !== undefined && known === 'quiet' && learning === 'quiet');
}

/** What an event adds to a count: one or several distinct values, else itself. */
function countedValues(distinct: string | readonly string[] | undefined, id: string): readonly string[] {
  const values = distinct === undefined ? [id] : typeof distinct === 'string' ? [distinct] : distinct.slice(0, 64);
  return values.map((value) => value.slice(0, MAX_VALUE));
}

function resourceOf(event: TrailEvent): string {
  if (event.api !== undefined) return event.api.resource;
  const [first] = Array.isArray(event.raw.resources) ? event.raw.resources : [];
  return filled(first, 'ARN') ?? filled(first, 'arn') ?? `${event.service} in ${event.account}`;
}
