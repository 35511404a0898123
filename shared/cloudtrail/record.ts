import { createHash } from 'node:crypto';
import * as z from 'zod';
import { filled, text } from './field.ts';
import type { RawRecord } from './read.ts';
import { parseTime } from './time.ts';

/** What a record must have to be an event. Everything else may be absent or odd: never reject for a field nobody reads. */
export const RecordHeader = z.looseObject({
  eventTime: z
    .string()
    .refine((value) => parseTime(value) !== undefined, 'expected a UTC time such as 2026-11-22T13:05:00Z'),
  eventName: z.string().min(1).max(256),
  eventSource: z.string().min(1).max(256),
});

/** Same verdict as `RecordHeader` but for the time's format, at a tenth of the price; the hot loop asks this one. */
export function hasHeader(
  raw: RawRecord,
): raw is RawRecord & { eventTime: string; eventName: string; eventSource: string } {
  const { eventName, eventSource } = raw;
  return (
    typeof raw.eventTime === 'string' &&
    typeof eventName === 'string' &&
    typeof eventSource === 'string' &&
    eventName.length > 0 &&
    eventName.length <= 256 &&
    eventSource.length > 0 &&
    eventSource.length <= 256
  );
}

/** Why a record can't be an event: field, problem, what was expected. */
export function whyRejected(raw: RawRecord): string {
  const result = RecordHeader.safeParse(raw);
  if (result.success) return 'not understood';
  return result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

/** Records CloudTrail writes that are no single API call: they must not enter per-event detections (quirks 16 to 18). */
export function outOfScope(raw: RawRecord): 'insight' | 'aggregated' | undefined {
  const category = raw.eventCategory;
  if (category === 'Insight' || raw.eventType === 'AwsCloudTrailInsight') return 'insight';
  return category === 'Aggregated' || raw.eventType === 'AwsAggregatedEvent' ? 'aggregated' : undefined;
}

/**
 * Which event a record tells of, and which telling it is. An UPDATED_DATA addendum sends an event again with more in it
 * (quirk 20): it takes the original's id and the higher revision, so that it replaces and is not counted twice.
 */
export function identify(raw: RawRecord): { id: string; revision: number } {
  const addendum = raw.addendum;
  if (addendum !== undefined && addendum !== null && text(addendum, 'reason') === 'UPDATED_DATA') {
    const original = filled(addendum, 'originalEventID') ?? filled(raw.originalEventID);
    return { id: original ?? ownId(raw), revision: 1 };
  }
  return { id: ownId(raw), revision: 0 };
}

function ownId(raw: RawRecord): string {
  const id = raw.eventID;
  if (typeof id === 'string' && id !== '' && id.length <= 128) return id;
  return `sha256-${createHash('sha256').update(asText(raw)).digest('hex').slice(0, 32)}`;
}

/** A record can nest so deep that it parses and can't be written again; its header must then do. */
function asText(raw: RawRecord): string {
  try {
    return JSON.stringify(raw);
  } catch {
    return [raw.eventTime, raw.eventSource, raw.eventName, raw.requestID, raw.awsRegion]
      .map((field) => text(field))
      .join('|');
  }
}

/** `1.10` is newer than `1.9` (quirk 15): negative when a is older, 0 when equal. */
export function compareVersions(a: string, b: string): number {
  const [majorA, minorA] = numbersIn(a);
  const [majorB, minorB] = numbersIn(b);
  return majorA - majorB || minorA - minorB;
}

/** `1.08` is 1 and 8; what is no number counts as 0. */
function numbersIn(version: string): [major: number, minor: number] {
  const [major, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  return [major || 0, minor || 0];
}
