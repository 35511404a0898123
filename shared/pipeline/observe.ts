import type { TrailEvent } from '../cloudtrail/event.ts';
import { fieldsOrJson, filled, text } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { DAY, dayOf, HOUR } from '../cloudtrail/time.ts';
import type { Candidate } from '../detections/candidate.ts';
import type { Match } from '../detections/define.ts';
import { type EventFace, faceOf, type Hit } from '../detections/hit.ts';
import type { Plan } from '../detections/plan.ts';
import { messageOf } from '../errors.ts';
import { settingsOf } from '../settings/index.ts';
import { deliveryStores } from '../settings/log-store.ts';
import { type Setting, settingKey } from '../settings/setting.ts';
import { ANY_VALUE } from '../state/kinds.ts';
import { buildHit, isInProfile, presenceKey, type StateKeys, seenOf, stateKeys } from './build-hit.ts';
import { isCollapsed } from './collapse.ts';
import type { DayWork } from './day-work.ts';
import { sessionKey } from './keys.ts';
import type { Tally } from './tally.ts';

/** Role sessions live at most 12 hours, federation tokens 36. */
const SESSION_KEEP = 36 * HOUR;

/** Whether a successful event can teach the state something, even when no detection wants it. Asked for every event. */
export function teaches(raw: RawRecord, plan: Plan): boolean {
  return plan.writesSettings || (plan.startsSession && text(raw.userIdentity, 'type') !== 'AWSService');
}

/** Notes where CloudTrail says that it writes to: as known from the day's beginning, so that it can't matter which call came first. */
export function learnDelivery(raw: RawRecord, work: DayWork): void {
  for (const setting of deliveryStores(raw)) {
    const key = settingKey({ account: '', region: '' }, setting);
    if (work.isTold(key)) continue;
    work.delta.register(key, { time: work.day * DAY, id: 'delivery', revision: 0, value: setting.value });
  }
}

/** Learns from one event and notes what the detections saw in it. A detection that throws stops nobody else (law 5). */
export function observe(
  event: TrailEvent,
  plan: Plan,
  candidates: readonly Candidate[],
  work: DayWork,
  tally: Tally,
): void {
  const settings = learn(event, plan, work, tally);
  if (candidates.length === 0) return;
  const outcome = event.outcome;
  let face: EventFace | undefined;
  for (const candidate of candidates) {
    try {
      if (!candidate.outcomes.has(outcome) || (candidate.writes && event.readOnly)) continue;
      const matches = matchesOf(candidate, event);
      const keys = matches.length === 0 ? undefined : stateKeys(candidate, event);
      if (keys === undefined || isKnownToday(candidate, keys, event, work)) continue;
      for (const [part, match] of matches.entries()) {
        if (match.learnOnly) noteSight(candidate, keys, event, work);
        else {
          face ??= faceOf(event);
          noteHit(buildHit(event, face, candidate, keys, match, part, settings), candidate, work);
        }
      }
    } catch (error) {
      tally.detectionError(candidate.rule, event.id, messageOf(error));
    }
  }
}

/** What a record can't teach must not cost the detections, nor the rest of its file. */
function learn(event: TrailEvent, plan: Plan, work: DayWork, tally: Tally): readonly Setting[] {
  try {
    if (plan.startsSession) learnSession(event, work);
    return plan.writesSettings ? learnSettings(event, work) : NO_SETTINGS;
  } catch (error) {
    tally.detectionError('settings', event.id, messageOf(error));
    return [];
  }
}

const NO_SETTINGS: readonly Setting[] = [];
const NOTHING: readonly Match[] = [];
const AS_IT_IS: readonly Match[] = [{}];

function matchesOf({ match }: Candidate, event: TrailEvent): readonly Match[] {
  const found = match(event);
  if (found === undefined || found === false) return NOTHING;
  if (found === true) return AS_IT_IS;
  return Array.isArray(found) ? (found as readonly Match[]) : [found as Match];
}

function learnSettings(event: TrailEvent, work: DayWork): readonly Setting[] {
  const settings = settingsOf(event);
  for (const setting of settings) {
    const entry = { time: event.time, id: event.id, revision: event.revision, value: setting.value };
    work.delta.register(settingKey(event, setting), entry);
  }
  return settings;
}

/** Remembers who received temporary credentials, so that their later use comes back to who assumed the role. */
function learnSession(event: TrailEvent, work: DayWork): void {
  const accessKeyId = filled(fieldsOrJson(event.raw.responseElements), 'credentials', 'accessKeyId');
  if (accessKeyId === undefined || event.outcome !== 'success' || event.principal.class === 'service') return;
  const entry = { time: event.time, id: event.id, revision: event.revision, value: JSON.stringify(event.principal) };
  work.delta.register(sessionKey(accessKeyId), entry, SESSION_KEEP);
}

/** Only the day's first sight of a value can be a finding: later ones, the usual case, need no hit at all. */
function isKnownToday(candidate: Candidate, keys: StateKeys, event: TrailEvent, work: DayWork): boolean {
  const { subject = keys.present, value = ANY_VALUE, counted } = keys;
  if (subject === undefined || counted !== undefined || !isCollapsed(candidate.state)) return false;
  return work.hasEarlier(candidate.rule, subject, value, event);
}

/** That a value, or a subject, was there on this day, and no more. */
function noteSight(candidate: Candidate, keys: StateKeys, event: TrailEvent, work: DayWork): void {
  const seen = seenOf(candidate.rule, keys);
  const day = dayOf(event.time);
  if (seen !== undefined && !isInProfile(seen)) work.delta.day(seen.key, seen.value, day);
  if (keys.present === undefined) return;
  const presence = { key: presenceKey(candidate, keys.present), subject: keys.present };
  if (!isInProfile(presence)) work.delta.day(presence.key, ANY_VALUE, day);
}

function noteHit(hit: Hit, candidate: Candidate, work: DayWork): void {
  const { time, id } = hit.event;
  for (const given of hit.given ?? []) if (given !== undefined) work.delta.ask(given.key);
  if (hit.presence !== undefined && !isInProfile(hit.presence))
    work.delta.day(hit.presence.key, ANY_VALUE, dayOf(time));
  if (hit.seen !== undefined && !isInProfile(hit.seen)) work.delta.day(hit.seen.key, hit.seen.value, dayOf(time));
  if (hit.count !== undefined)
    for (const value of hit.count.values)
      work.delta.window(hit.count.key, { time, id, value }, hit.count.keep, hit.count.thin);
  work.add(hit, isCollapsed(candidate.state));
}
