import { at, fieldsOrJson } from '../../cloudtrail/field.ts';
import type { RawRecord } from '../../cloudtrail/read.ts';
import type { Atom, Expression } from './expression.ts';
import type { Field } from './field.ts';
import { ABSENT, BETWEEN, type Found, foundOf, foundText, gatherTexts, Text } from './texts.ts';
import { isRedacted } from './view.ts';

/** A test of one thing in a record without which a rule can't hold: asked before anything is built, for every event. */
export interface Requirement {
  /** Requirements of one name read the same. */
  readonly name: string;
  readonly of: (raw: RawRecord) => unknown;
  readonly test: (value: unknown) => boolean;
}

/** Fields of which a log has few different values, the most telling first: what one of them rules out is ruled out for many events. */
const TELLING: readonly RegExp[] = [
  /^errorCode$/,
  /^userIdentity\.type$/,
  /^userAgent$/,
  /^userIdentity\.invokedBy$/,
  /^(eventType|eventCategory|awsRegion|recipientAccountId|vpcEndpointId|eventVersion)$/,
  /^sourceIPAddress$/,
  /^userIdentity\./,
  /^(?!requestParameters|responseElements|additionalEventData|keywords )/,
  /^(?!keywords )/,
  /./,
];
/** What redaction writes; a keyword may be part of it. */
const REDACTED = '[redacted]';

/** The requirement that rules out most, if there is one. */
export function requirementOf(expression: Expression): Requirement | undefined {
  const needed = requirements(expression);
  const rank = ({ name }: Requirement): number => TELLING.findIndex((pattern) => pattern.test(name));
  return needed.reduce<Requirement | undefined>(
    (best, one) => (best === undefined || rank(one) < rank(best) ? one : best),
    undefined,
  );
}

function requirements(expression: Expression): readonly Requirement[] {
  if (expression.kind === 'not') return [];
  if (expression.kind === 'atom')
    return expression.field === undefined ? keyword(expression) : ofField(expression, expression.field);
  if (expression.kind === 'and') return expression.parts.flatMap(requirements);
  const [first = [], ...others] = expression.parts.map(requirements);
  return first.flatMap((one) => {
    const same = others.flatMap((part) => part.find(({ name }) => name === one.name) ?? []);
    if (same.length < others.length) return [];
    const tests = [one, ...same].map(({ test }) => test);
    return [{ ...one, test: (value: unknown) => tests.some((test) => test(value)) }];
  });
}

function ofField({ test, asksOther }: Atom, field: Field): readonly Requirement[] {
  const { name } = field;
  // A test that is content with nothing at all would let most events through.
  if (asksOther || name === 'eventSource' || name === 'eventName' || test(ABSENT, undefined)) return [];
  // What may hold secrets is only looked for here, not looked at.
  if (isRedacted(field.parts[0] ?? '')) return [{ name, of: presenceOf(field), test: (value) => value === true }];
  return [{ name, of: readerOf(field), test: (value) => test(foundIn(value), undefined) }];
}

function foundIn(value: unknown): Found {
  if (typeof value === 'string') return foundText(value);
  return value === undefined ? ABSENT : foundOf([value]);
}

/** The value of a field, quickly where names of two parts are most often looked for; several values as a list. */
function readerOf(field: Field): Requirement['of'] {
  const { name, parts } = field;
  if (parts.length === 1) return (raw) => raw[name];
  return (raw) => {
    const value = parts.length > 2 || Object.hasOwn(raw, name) ? undefined : at(raw, ...parts);
    if (value !== undefined) return value;
    const values = field.valuesIn(raw);
    return values.length > 1 ? values : values[0];
  };
}

function presenceOf(field: Field): Requirement['of'] {
  const [root = ''] = field.parts;
  return (raw) => {
    const holder = raw[root];
    if (holder === null || holder === undefined) return undefined;
    return typeof holder === 'string' || field.valuesIn(raw).length > 0 ? true : undefined;
  };
}

function keyword({ everywhere }: Atom): readonly Requirement[] {
  if (everywhere?.test(new Text(REDACTED)) !== false) return [];
  const { keywords, test } = everywhere;
  const of = (raw: RawRecord): Text | undefined => {
    const text = everythingIn(raw);
    return keywords.areIn(text.lower) ? text : undefined;
  };
  return [{ name: keywords.name, of, test: (value) => value instanceof Text && test(value) }];
}

/** No text but an object: it is not to be remembered. */
function everythingIn(raw: RawRecord): Text {
  const texts: string[] = [];
  for (const key in raw) {
    const value = raw[key];
    gatherTexts(value, texts);
    if (typeof value === 'string' && isRedacted(key)) gatherTexts(fieldsOrJson(value), texts);
  }
  return new Text(texts.join(BETWEEN));
}
