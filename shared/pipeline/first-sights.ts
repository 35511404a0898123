import type { Fields } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { MINUTE } from '../cloudtrail/time.ts';
import { FIRST_BIT } from '../detections/first.ts';

/** First sights are told once in so long. */
export const FIRST_SPAN = 10 * MINUTE;
/** Callers remembered at once. Invented ones must not fill memory: forgetting only costs a second look. */
const MOST_CALLERS = 50_000;
const ALL = FIRST_BIT.caller | FIRST_BIT.service | FIRST_BIT.region | FIRST_BIT.ip;

/** What one session was seen with within a span, and when first. */
interface Sights {
  span: number;
  time: number;
  readonly services: Map<string, number>;
  readonly regions: Map<string, number>;
  readonly ips: Map<string, number>;
}

/**
 * Which events may be the first of their session in ten minutes, overall or with their service, region or IP address. Every
 * event is asked about, so it answers by a few look-ups in the raw record. It may say yes too often (files come in any order),
 * never too seldom: who asks must not count the answers, only take the earliest.
 */
export class FirstSights {
  readonly #callers = new Map<string, Sights>();

  /** Bits of `FIRST_BIT`; 0 for most events, and for calls of AWS services, which have no session of their own. */
  of(raw: RawRecord, identity: Fields, time: number): number {
    const caller = callerOf(identity);
    if (caller === undefined) return 0;
    const span = Math.floor(time / FIRST_SPAN);
    const known = this.#callers.get(caller);
    if (known === undefined) {
      if (this.#callers.size >= MOST_CALLERS) this.#callers.clear();
      this.#callers.set(caller, sightsOf(raw, span, time));
      return ALL;
    }
    if (known.span !== span) {
      begin(known, span);
      note(known, raw, time);
      return ALL;
    }
    return note(known, raw, time);
  }
}

/** A session is told by its credentials; without an access key by its ARN. */
function callerOf({ accessKeyId, arn }: Fields): string | undefined {
  if (typeof accessKeyId === 'string' && accessKeyId !== '') return accessKeyId;
  return typeof arn === 'string' && arn !== '' ? arn : undefined;
}

function sightsOf(raw: RawRecord, span: number, time: number): Sights {
  const sights = { span, time: Number.POSITIVE_INFINITY, services: new Map(), regions: new Map(), ips: new Map() };
  note(sights, raw, time);
  return sights;
}

function begin(sights: Sights, span: number): void {
  sights.span = span;
  sights.time = Number.POSITIVE_INFINITY;
  sights.services.clear();
  sights.regions.clear();
  sights.ips.clear();
}

function note(sights: Sights, raw: RawRecord, time: number): number {
  let bits = 0;
  if (time <= sights.time) {
    sights.time = time;
    bits = FIRST_BIT.caller;
  }
  if (isFirst(sights.services, raw.eventSource, time)) bits |= FIRST_BIT.service;
  if (isFirst(sights.regions, raw.awsRegion, time)) bits |= FIRST_BIT.region;
  if (isFirst(sights.ips, raw.sourceIPAddress, time)) bits |= FIRST_BIT.ip;
  return bits;
}

/** Of the same second any may be the first. */
function isFirst(times: Map<string, number>, value: unknown, time: number): boolean {
  if (typeof value !== 'string') return false;
  const known = times.get(value);
  if (known !== undefined && known < time) return false;
  times.set(value, time);
  return true;
}
