import type { Buffer } from 'node:buffer';

/**
 * How records and their wraps begin as AWS writes them. Only keys that begin nothing nested inside a record: a list of
 * tags may well hold `,{"id":`. Escaped JSON inside a string never matches, its quotes have backslashes.
 */
const FIRST_KEYS = [
  'eventVersion',
  'awsRegion',
  'additionalEventData',
  'messageType',
  'CloudTrailEvent',
  'EventId',
  'eventJson',
  'Records',
  'version"\\s{0,8}:\\s{0,8}"0"\\s{0,8},\\s{0,8}"id',
  'id"\\s{0,8}:\\s{0,8}"\\d{0,80}"\\s{0,8},\\s{0,8}"timestamp',
].join('|');
/** Not behind a colon, or it is a member of a wrap (`"detail":{"eventVersion"`); or a `{` that begins a line. */
const START = new RegExp(`(?<![:\\s])\\s{0,64}(\\{\\s{0,64}"(?:${FIRST_KEYS})"\\s{0,64}:)|\\n(\\{)`, 'd');

/** Where the next record most likely begins behind the first byte of a text that could not be read; -1 when nowhere. */
export function nextStart(text: Buffer): number {
  const indices = START.exec(text.toString('latin1').slice(1))?.indices;
  const found = indices?.[1] ?? indices?.[2];
  return found === undefined ? -1 : found[0] + 1;
}

/** What log shippers put before a record on its line: a time, a host, a level. Nothing that could be half a record. */
export function isLinePrefix(text: Buffer): boolean {
  return text.length <= 256 && !/["{}]/.test(text.toString('latin1'));
}
