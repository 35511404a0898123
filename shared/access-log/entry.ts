import type { RawRecord } from '../cloudtrail/reading.ts';
import { isObject } from '../cloudtrail/shapes.ts';
import { LONGEST_KEY, type Name, nameOfKey } from './names.ts';

/** One line of an access log by our names, as far as its format prints them; values as printed, `-` for unset. */
export type Printed = Readonly<Partial<Record<Name, unknown>>>;

/** How a format calls its fields. */
export interface Layout {
  readonly keys: readonly string[];
  /** The names it prints, best spellings first. */
  readonly fields: readonly Field[];
  /** Keys that are no field. */
  readonly others: readonly string[];
  /** Nothing but fields by our own names, as in the recommended format: a line can be read as it is. */
  readonly isOurs: boolean;
  readonly isEntry: boolean;
  /** Which kinds of callers it can tell, in words: what a format doesn't print must not pass for absent. */
  readonly callers: string;
  /** The same as a number: a bit a kind. */
  readonly callerBits: number;
  /** Whether it prints what WAF did. */
  readonly hasWaf: boolean;
}

interface Field {
  readonly name: Name;
  readonly key: string;
  readonly rank: number;
  /** A better spelling stands before it: it counts where that is unset. */
  readonly again: boolean;
}

export interface Entry {
  readonly printed: Printed;
  readonly layout: Layout;
}

/**
 * Reads a line of an access log in any JSON format: fields may be nested, and have any of the usual names. undefined when it
 * is no line of an API Gateway access log. API Gateway demands a request id of every format; a status, and something that
 * only API Gateway has, tell it from the logs of other programs.
 */
export function entryOf(value: RawRecord): Entry | undefined {
  const layout = layoutOf(value);
  const { printed, isFlat } = layout.isOurs ? { printed: value, isFlat: true } : renamed(value, layout);
  if (isFlat) return layout.isEntry ? { printed, layout } : undefined;
  const flat: RawRecord = Object.create(null) as RawRecord;
  flatten(value, '', flat, MOST_DEEP);
  const nested = newLayout(Object.keys(flat));
  return nested.isEntry ? { printed: renamed(flat, nested).printed, layout: nested } : undefined;
}

/** The text of a field; undefined when it is unset, which API Gateway prints as `-`. */
export function said(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '-' || value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const MOST_DEEP = 4;
const MOST_KEYS = 256;

function flatten(value: RawRecord, path: string, flat: RawRecord, depth: number): void {
  for (const [key, inner] of Object.entries(value).slice(0, MOST_KEYS)) {
    if (key.length > LONGEST_KEY) continue;
    if (!isObject(inner)) flat[path + key] = inner;
    else if (depth > 0) flatten(inner, `${path}${key}.`, flat, depth - 1);
  }
}

/** Formats seen last: all lines of a log have the same keys, so what they mean is worked out once. */
const recent: Layout[] = [];
const REMEMBERED = 8;

function layoutOf(value: RawRecord): Layout {
  const keys = Object.keys(value);
  for (const layout of recent) if (isSame(layout.keys, keys)) return layout;
  const layout = newLayout(keys);
  if (keys.length <= MOST_KEYS) recent.unshift(layout);
  if (recent.length > REMEMBERED) recent.pop();
  return layout;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function newLayout(keys: readonly string[]): Layout {
  const found: Omit<Field, 'again'>[] = [];
  const others: string[] = [];
  for (const key of keys.slice(0, MOST_KEYS)) {
    const named = nameOfKey(key);
    if (named === undefined) others.push(key);
    else found.push({ ...named, key });
  }
  found.sort((a, b) => a.rank - b.rank);
  const fields = found.map((field, index) => ({
    ...field,
    again: found.findIndex(({ name }) => name === field.name) < index,
  }));
  const isOurs = others.length === 0 && fields.every(({ name, key }) => name === key);
  const names = new Set(fields.map(({ name }) => name));
  const told = CALLERS.map(([, telling]) => telling.some((name) => names.has(name)));
  return {
    keys,
    fields,
    others,
    isOurs,
    isEntry: tellsAnEntry(names),
    callers: CALLERS.flatMap(([kind], index) => (told[index] ? kind : [])).join(' '),
    callerBits: told.reduce((bits, tells, index) => (tells ? bits | (1 << index) : bits), 0),
    hasWaf: names.has('wafResponseCode') || names.has('webaclArn'),
  };
}

const CALLERS: readonly (readonly [kind: string, telling: readonly Name[]])[] = [
  ['iam', ['userArn', 'caller', 'cognitoIdentityId']],
  ['authorizer', ['principalId', 'sub']],
  ['certificate', ['certSerial', 'certSubject']],
  ['key', ['apiKeyId']],
];

function tellsAnEntry(names: ReadonlySet<Name>): boolean {
  return (
    names.has('status') &&
    (names.has('requestId') || names.has('extendedRequestId')) &&
    (names.has('apiId') || names.has('stage') || names.has('resourcePath') || names.has('routeKey')) &&
    (names.has('sourceIp') || names.has('httpMethod') || names.has('path'))
  );
}

/** The fields by our names. Not flat when what should be a text, or is no field, is an object: then the fields are in there. */
function renamed(value: RawRecord, layout: Layout): { printed: Printed; isFlat: boolean } {
  const printed: Partial<Record<Name, unknown>> = {};
  for (const key of layout.others) if (isObject(value[key])) return { printed, isFlat: false };
  for (const { name, key, again } of layout.fields) {
    const field = value[key];
    if (isObject(field)) return { printed, isFlat: false };
    if (!again || said(printed[name]) === undefined) printed[name] = field;
  }
  return { printed, isFlat: true };
}
