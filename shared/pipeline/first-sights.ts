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
  readonly span: number;
  readonly accessKeyId: unknown;
  time: number;
  /** By region, and in each region by service. */
  readonly regions: Map<string, { time: number; readonly services: Map<string, number> }>;
  readonly ips: Map<string, number>;
}

/**
 * Which events may be the first of their session in ten minutes, overall or with their region, service (in that region) or IP address. Every
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
    if (known?.span === span && known.accessKeyId === identity['accessKeyId']) return note(known, raw, time);
    if (known === undefined && this.#callers.size >= MOST_CALLERS) this.#callers.clear();
    this.#callers.set(caller, begun(raw, identity, span, time));
    return ALL;
  }
}

/** A session's ARN, else what stands for it; its access key is compared beside, because one may change while the other stays. */
function callerOf({ arn, principalId, accessKeyId }: Fields): string | undefined {
  for (const name of [arn, principalId, accessKeyId]) if (typeof name === 'string' && name !== '') return name;
  return undefined;
}

function begun(raw: RawRecord, { accessKeyId }: Fields, span: number, time: number): Sights {
  const sights = { span, accessKeyId, time: Number.POSITIVE_INFINITY, regions: new Map(), ips: new Map() };
  note(sights, raw, time);
  return sights;
}

function note(sights: Sights, raw: RawRecord, time: number): number {
  let bits = 0;
  if (time <= sights.time) {
    sights.time = time;
    bits = FIRST_BIT.caller;
  }
  if (isFirst(sights.ips, raw.sourceIPAddress, time)) bits |= FIRST_BIT.ip;
  return bits | noteRegion(sights, raw, time);
}

function noteRegion({ regions }: Sights, raw: RawRecord, time: number): number {
  const name = raw.awsRegion;
  if (typeof name !== 'string') return 0;
  const region = regions.get(name) ?? { time: Number.POSITIVE_INFINITY, services: new Map<string, number>() };
  if (region.time === Number.POSITIVE_INFINITY) regions.set(name, region);
  let bits = isFirst(region.services, raw.eventSource, time) ? FIRST_BIT.service : 0;
  if (time <= region.time) {
    region.time = time;
    bits |= FIRST_BIT.region;
  }
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
