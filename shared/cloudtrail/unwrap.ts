import { Buffer } from 'node:buffer';
import { gunzipWhole, isGzip } from './gunzip.ts';
import type { Doubt, Intake } from './intake.ts';
import { isLakeRow, recordOfRow } from './lake.ts';
import type { Format, RawRecord } from './reading.ts';
import { Scanner } from './scan.ts';
import { ScannedRecords } from './scanned.ts';
import * as shapes from './shapes.ts';
import { decode, jsonFault } from './text.ts';

/** SQS of SNS of EventBridge is three deep; whatever is deeper than this was made to be. */
const MAX_DEPTH = 5;
/** Formats that say nothing was around the record but a list; a wrap seen further in names the format then. */
const BARE: ReadonlySet<Format> = new Set<Format>(['single', 'array', 'cloudtrail']);
/** Where these suggest a record, a value that is none is a loss and not the sign of some other file. */
const SURE: ReadonlySet<Format> = new Set<Format>(['cloudtrail', 'lookup-events', 'lake']);

/** Takes the records out of a parsed JSON value: a list, an object with a list, a wrap, or one record. */
export function takeDocument(intake: Intake, value: unknown, depth: number, via: Format): void {
  if (Array.isArray(value)) {
    const each = via === 'single' ? 'array' : via;
    intake.container(each);
    for (const element of value) takeElement(intake, element, each, depth);
  } else if (!shapes.isObject(value)) takeElement(intake, value, via, depth);
  else if (!intake.translated(value, via) && !takeLists(intake, value, depth)) takeElement(intake, value, via, depth);
}

/** Every list of records an object has, in the order of its keys; false when it has none. */
function takeLists(intake: Intake, value: RawRecord, depth: number): boolean {
  let found = false;
  for (const key of Object.keys(value)) {
    const format = shapes.LISTS.get(key);
    const list = value[key];
    if (format === undefined || !Array.isArray(list)) continue;
    found = true;
    intake.container(format);
    for (const element of list) takeElement(intake, element, format, depth);
  }
  return found;
}

/** One value where a record is expected; `via` is the format its surroundings suggest. */
export function takeElement(intake: Intake, value: unknown, via: Format, depth: number): void {
  if (!shapes.isObject(value)) {
    if (via === 'lake' && Array.isArray(value)) takeOther(intake, mergedCells(value), via, depth);
    else intake.reject(`${shapes.describe(value)} where a record object was expected`, doubt(via));
  } else if (typeof value.eventID === 'string' && shapes.isObject(value.userIdentity)) {
    intake.record(value, via);
  } else {
    takeOther(intake, value, via, depth);
  }
}

function takeOther(intake: Intake, value: RawRecord, via: Format, depth: number): void {
  if (intake.translated(value, via) || leaveOut(intake, value) || takeWrapped(intake, value, via, depth)) return;
  if (isLakeRow(value)) intake.record(recordOfRow(value), BARE.has(via) ? 'lake' : via);
  else if (shapes.isRecord(value)) intake.record(value, via);
  else if (depth < MAX_DEPTH && takeLists(intake, value, depth + 1)) return;
  else if (via === 'cloudtrail') intake.record(value, via);
  else intake.reject('an object that is no CloudTrail record', doubt(via));
}

/** get-query-results gives a row as a list of cells, each an object of one column. */
function mergedCells(row: readonly unknown[]): RawRecord {
  return Object.fromEntries(row.flatMap((cell) => (shapes.isObject(cell) ? Object.entries(cell) : [])));
}

function leaveOut(intake: Intake, value: RawRecord): boolean {
  const kind = shapes.WITHOUT_RECORDS.find((known) => known.is(value));
  if (kind === undefined) return false;
  intake.wrapped(kind.format);
  intake.outOfScope ??= kind.what;
  return true;
}

function takeWrapped(intake: Intake, value: RawRecord, via: Format, depth: number): boolean {
  const payload = shapes.subscriptionPayload(value);
  if (payload !== undefined) {
    intake.wrapped('cloudwatch-logs');
    const text = unpack(intake, Buffer.from(payload, 'base64'));
    if (text !== undefined) takeText(intake, text, 'cloudwatch-logs', depth + 1);
    return true;
  }
  for (const { format, inner } of shapes.WRAPS) {
    const inside = inner(value);
    if (typeof inside !== 'string' && !shapes.isObject(inside)) continue;
    // A log line of any program has a message; only what is in it tells.
    if (format !== 'cloudwatch-logs') intake.wrapped(format);
    const innerVia = BARE.has(via) ? format : via;
    if (typeof inside === 'string') takeText(intake, inside, innerVia, depth + 1);
    else if (depth < MAX_DEPTH) takeElement(intake, inside, innerVia, depth + 1);
    else intake.reject(`wrapped more than ${MAX_DEPTH} deep`);
    return true;
  }
  return false;
}

/** The gzip in a CloudWatch Logs payload; all payloads of an object share `maxBytes`. */
function unpack(intake: Intake, bytes: Buffer): string | undefined {
  if (!isGzip(bytes)) return decode(bytes);
  const { maxBytes, maxRatio } = intake.limits;
  const unzipped = gunzipWhole(bytes, Math.max(1, maxBytes - intake.unpacked), maxRatio);
  if (unzipped === undefined) {
    intake.reject('awslogs payload: gzip expands to more than maxBytes');
    return undefined;
  }
  intake.unpacked += unzipped.bytes.length;
  if (unzipped.problem !== undefined)
    intake.problem(`awslogs payload at record ${intake.position}: ${unzipped.problem}`);
  return decode(unzipped.bytes);
}

function takeText(intake: Intake, text: string, via: Format, depth: number): void {
  if (shapes.isTestMessage(text)) return;
  if (depth > MAX_DEPTH) {
    intake.reject(`wrapped more than ${MAX_DEPTH} deep`);
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (/^\s*[{[]/.test(text)) readBroken(intake, text, via, depth);
    else {
      intake.sample ??= text;
      intake.reject(jsonFault(error), doubt(via, 'plain text'));
    }
    return;
  }
  takeDocument(intake, value, depth, via);
}

/** A text inside a record that is not one JSON value: several, or a broken one. */
function readBroken(intake: Intake, text: string, via: Format, depth: number): void {
  const scanner = openScan(intake, depth, via);
  scanner.push(Buffer.from(text));
  scanner.finish();
}

function doubt(via: Format, kind: Doubt = 'JSON without CloudTrail records'): Doubt | undefined {
  return SURE.has(via) ? undefined : kind;
}

/** A scan whose records go to the intake. `offset`: bytes passed over before the first one scanned. */
export function openScan(intake: Intake, depth = 0, via: Format = 'single', offset = 0): Scanner {
  return new Scanner(new ScannedRecords(intake, { document: takeDocument, element: takeElement }, depth, via), offset);
}
