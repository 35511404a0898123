import { translate } from '../access-log/record.ts';
import { unreadableAccessLog } from '../access-log/unreadable.ts';
import type { Told } from '../behaviour/principal-day.ts';
import { accountIn, MAX_HEADER, TrailEvent } from '../cloudtrail/event.ts';
import { type Fields, fields, text } from '../cloudtrail/field.ts';
import { errorOf } from '../cloudtrail/outcome.ts';
import { NOWHERE } from '../cloudtrail/place.ts';
import { type RawRecord, type ReadLimits, type RecordSink, readObject } from '../cloudtrail/read.ts';
import { hasHeader, identify, outOfScope, whyRejected } from '../cloudtrail/record.ts';
import { DAY, dayOf, HOUR, isoTime, isPlausible, timeParser } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import type { Plan } from '../detections/plan.ts';
import { askedOfRaw } from '../detections/wanted.ts';
import { messageOf } from '../errors.ts';
import type { DayWork } from './day-work.ts';
import { ACCOUNTS_KEY, pulseKey } from './keys.ts';
import { learnDelivery, observe, teaches } from './observe.ts';
import type { Deps, ObjectRef } from './ports.ts';
import { agentsOf, firstsOf, NOBODY } from './wanting.ts';
import type { Work } from './work.ts';

/** Whoever watches wants to know what was usual in the last weeks. */
const PULSE_KEEP = 14 * DAY;
const REGION = /^[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** One for all objects: it remembers only which date it parsed last. */
const eventTime = timeParser();

/** What became of one object. */
export interface Observed {
  readonly key: string;
  /** Absent: it has no events. */
  readonly earliestDay: number | undefined;
  /** What could not be read of it, each a sentence; the rest is kept. */
  readonly problems: readonly string[];
  /** What it is instead, where it holds no log: `plain text`. It was skipped. */
  readonly notALog?: string | undefined;
  /** Why it could not be read at all, or not to its end. */
  readonly error?: unknown;
}

/**
 * The first half of the line: read, parse, normalise, observe. What can't be read is counted and named, and loses nothing
 * else.
 */
export async function observeObject(deps: Deps, ref: ObjectRef, work: Work): Promise<Observed> {
  const { tally, config } = deps;
  tally.objects.found += 1;
  const sink = new ObservingSink(deps, ref.key, work);
  const problems: string[] = [];
  let notALog: string | undefined;
  let failure: { readonly error: unknown } | undefined;
  try {
    const content = await deps.source.read(ref);
    const pending = readObject(content, sink, limitsOf(config));
    const reading = pending instanceof Promise ? await pending : pending;
    tally.bytes.in += reading.bytesIn;
    tally.bytes.out += reading.bytesOut;
    problems.push(...reading.problems);
    notALog = reading.notALog;
    for (const problem of reading.problems) tally.fail(ref.key, problem);
    if (reading.records > 0) tally.objects.done += 1;
    else if (reading.problems.length > 0) tally.objects.failed += 1;
    else if (reading.notALog !== undefined || reading.outOfScope !== undefined)
      tally.skip(ref.key, reading.outOfScope ?? unreadableAccessLog(reading.sample ?? '') ?? reading.notALog ?? '');
    else tally.objects.done += 1;
  } catch (error) {
    // Only reading can fail here; what was observed before stays, and is joined again when the object is read anew.
    tally.objects.failed += 1;
    tally.fail(ref.key, messageOf(error));
    failure = { error };
  }
  return { key: ref.key, earliestDay: sink.earliestDay, problems, notALog, ...failure };
}

/** The reader's limits, as the configuration has them. */
export function limitsOf({ limits }: Config): Partial<ReadLimits> {
  return { maxBytes: limits.gunzipMiB * 2 ** 20, maxRatio: limits.gunzipRatio };
}

/** Turns the records of one object into work. The hot loop: what interests nobody costs two look-ups and a few comparisons. */
class ObservingSink implements RecordSink {
  earliestDay: number | undefined;
  readonly #deps: Deps;
  readonly #key: string;
  readonly #work: Work;
  readonly #isScoped: boolean;
  #day: DayWork | undefined;
  #lastAccount = '';
  #lastRegion: unknown;
  #lastHour = 0;
  /** The day of the last pulse, while it is about one account. */
  #pulseOf: DayWork | undefined;

  constructor(deps: Deps, key: string, work: Work) {
    this.#deps = deps;
    this.#key = key;
    this.#work = work;
    this.#isScoped = Object.values(deps.scope).some((part) => part !== undefined);
  }

  translate(value: RawRecord): RawRecord | string | undefined {
    return translate(value);
  }

  passedOver(_index: number, what: string): void {
    this.#deps.tally.records.in += 1;
    this.#deps.tally.leaveOut(what);
  }

  rejected(index: number, reason: string): void {
    this.#deps.tally.records.in += 1;
    this.#deps.tally.reject(this.#key, index, reason);
  }

  record(raw: RawRecord, index: number): void {
    const { tally } = this.#deps;
    tally.records.in += 1;
    const beyond = outOfScope(raw);
    if (beyond !== undefined) {
      tally.leaveOut(beyond);
      return;
    }
    const time = hasHeader(raw) ? eventTime(raw.eventTime) : undefined;
    if (time === undefined) {
      tally.reject(this.#key, index, whyRejected(raw));
      return;
    }
    const account = accountIn(raw);
    if (this.#isScoped && !this.#wanted(raw, time, account)) {
      tally.leaveOut('outside --since, --until, --account or --region');
      return;
    }
    const { id, revision } = identify(raw);
    const work = this.#workOf(dayOf(time), account, raw);
    const telling = work.telling(id, account, revision);
    if (telling === 'new') tally.records.events += 1;
    else tally.records.duplicates += 1;
    if (telling !== 'duplicate') this.#observe(raw, id, revision, time, work, index);
  }

  #observe(raw: RawRecord, id: string, revision: number, time: number, work: DayWork, index: number): void {
    const { catalogue, tally, now, places } = this.#deps;
    if (!isPlausible(time, now))
      tally.odd(this.#key, index, `eventTime ${isoTime(time)} can't be right; the event is kept`);
    const agent = typeof raw.userAgent === 'string' ? raw.userAgent : '';
    if (agent.length > MAX_HEADER * 8)
      tally.odd(this.#key, index, `userAgent of ${agent.length} characters, cut to ${MAX_HEADER}; the event is kept`);
    const plan = catalogue.plan(raw.eventSource as string, raw.eventName as string);
    const failed = isError(raw, plan.service);
    if (plan.tellsDelivery) learnDelivery(raw, work);
    const identity = fields(raw.userIdentity);
    if (!plan.isDataPlane) {
      this.#notePulse(raw, time, work);
      this.#noteActivity({ raw, id, time }, identity, plan, failed, work);
    }
    const wanting = askedOfRaw(plan.wanting(failed, identity), raw);
    const first = plan.asksFirst ? firstsOf(plan, failed, identity, raw, time, work) : NOBODY;
    const byAgent = plan.isDataPlane ? NOBODY : agentsOf(catalogue.byAgent(cutAgent(agent)), identity);
    const byHeader = plan.isDataPlane ? NOBODY : askedOfRaw(catalogue.byHeader(raw), raw);
    const more = first.length + byAgent.length + byHeader.length;
    if (wanting.length + more === 0 && (failed || !teaches(raw, plan))) return;
    const event = new TrailEvent(raw, id, revision, time, plan, places);
    observe(event, plan, more === 0 ? wanting : [...wanting, ...first, ...byAgent, ...byHeader], work, tally);
  }

  /** What behaviour can't understand must not cost the detections, nor the rest of the file. */
  #noteActivity(told: Told, identity: Fields, plan: Plan, failed: boolean, work: DayWork): void {
    const { tally, places = NOWHERE } = this.#deps;
    try {
      work.activity.note(told, identity, plan, failed, accountIn(told.raw), places);
    } catch (error) {
      tally.detectionError('behaviour', told.id, messageOf(error));
    }
  }

  #wanted(raw: RawRecord, time: number, account: string): boolean {
    const { since, until, accounts, regions } = this.#deps.scope;
    if ((since !== undefined && time < since) || (until !== undefined && time >= until)) return false;
    if (accounts !== undefined && !accounts.has(account)) return false;
    return regions === undefined || regions.has(text(raw.awsRegion) ?? '');
  }

  /** That the log said something in this hour: a file is about one account and region, and a few minutes. */
  #notePulse(raw: RawRecord, time: number, work: DayWork): void {
    const { awsRegion: region } = raw;
    const hour = Math.floor(time / HOUR);
    if (region === this.#lastRegion && hour === this.#lastHour && this.#pulseOf === work) return;
    this.#lastRegion = region;
    this.#lastHour = hour;
    this.#pulseOf = work;
    // An invented region must not fill the state.
    if (typeof region !== 'string' || !REGION.test(region)) return;
    const account = accountIn(raw);
    const entry = { time: hour * HOUR, id: 'pulse', revision: 0, value: '' };
    work.delta.register(pulseKey(account, region), entry, PULSE_KEEP);
  }

  #workOf(day: number, account: string, raw: RawRecord): DayWork {
    if (this.#day?.day !== day) {
      this.#day = this.#work.of(day);
      this.#lastAccount = '';
      this.earliestDay = Math.min(day, this.earliestDay ?? day);
    }
    if (account !== this.#lastAccount && typeof raw.recipientAccountId === 'string') {
      this.#pulseOf = undefined;
      this.#lastAccount = account;
      this.#day.delta.day(ACCOUNTS_KEY, account, day);
    }
    return this.#day;
  }
}

function cutAgent(agent: string): string {
  return agent.length > MAX_HEADER ? agent.slice(0, MAX_HEADER) : agent;
}

/** Cheaper than `errorOf` for all but sign-in, whose failures carry no error code (quirk 11). */
function isError(raw: RawRecord, service: string): boolean {
  if (service === 'signin') return errorOf(raw) !== undefined;
  return typeof raw.errorCode === 'string' && raw.errorCode !== '';
}
