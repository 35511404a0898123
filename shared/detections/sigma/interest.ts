import type { RawRecord } from '../../cloudtrail/read.ts';
import type { On } from '../define.ts';
import { type Expression, holdsForOperation, operationOf, questionOf } from './expression.ts';
import { type Requirement, requirementOf } from './requirement.ts';
import { viewOf } from './view.ts';

/** An operation that no rule names. */
const NO_OPERATION = operationOf('\u0000', '\u0000');

/** What the catalogue may ask before it asks the rule. */
export interface Interest extends On {
  /** Lower-case eventNames, or else eventSources, one of which `operation` asks for: the others need not be asked about. */
  readonly among?: { readonly eventNames?: readonly string[]; readonly eventSources?: readonly string[] };
  /** A test of one field, to be remembered per distinct text. `of` reads the field, `name` tells equal readers apart. */
  readonly header?: Requirement;
  /** The whole rule, asked of the record before anything is built of it: it mostly says no. */
  readonly raw?: (raw: RawRecord) => boolean;
}

/** Which events a rule can hold for at all, as the catalogue asks. Sigma sees errors as it sees successes. */
export function interestOf(expressions: readonly Expression[]): Interest {
  const whole: Expression =
    expressions.length === 1 && expressions[0] !== undefined ? expressions[0] : { kind: 'or', parts: expressions };
  const holds = questionOf(whole);
  const { eventName, eventSource } = literalsNeeded(whole);
  // What depends on the operation is remembered per operation; a look at each event would be dearer.
  const header = holdsForOperation(whole, NO_OPERATION) === false ? undefined : requirementOf(whole);
  return {
    outcome: 'any',
    operation: (source, name) => holdsForOperation(whole, operationOf(source, name)) !== false,
    ...(eventName === undefined && eventSource === undefined
      ? {}
      : { among: { ...(eventName && { eventNames: eventName }), ...(eventSource && { eventSources: eventSource }) } }),
    ...(header === undefined ? {} : { header }),
    raw: (raw) => holds(viewOf(raw)),
  };
}

interface Needed {
  readonly eventName: readonly string[] | undefined;
  readonly eventSource: readonly string[] | undefined;
}
const ANY: Needed = { eventName: undefined, eventSource: undefined };

/** Names and sources, in lower case, without one of which the expression can't hold; undefined: no such list. */
export function literalsNeeded(expression: Expression): Needed {
  if (expression.kind === 'not') return ANY;
  if (expression.kind === 'atom') {
    const name = expression.field?.name;
    const literals = expression.literals === undefined ? undefined : [...expression.literals];
    return {
      eventName: name === 'eventName' ? literals : undefined,
      eventSource: name === 'eventSource' ? literals : undefined,
    };
  }
  const parts = expression.parts.map(literalsNeeded);
  const join = expression.kind === 'and' ? shortest : union;
  return {
    eventName: join(parts.map((part) => part.eventName)),
    eventSource: join(parts.map((part) => part.eventSource)),
  };
}

type Literals = readonly string[] | undefined;

function shortest(lists: readonly Literals[]): Literals {
  const known = lists.filter((list) => list !== undefined);
  return known.reduce<Literals>(
    (best, list) => (best === undefined || list.length < best.length ? list : best),
    undefined,
  );
}

function union(lists: readonly Literals[]): Literals {
  return lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
}
