import { type Aggregation, aggregationOf } from './aggregation.ts';
import { parseCondition } from './condition.ts';
import { isMap, type SigmaDocument } from './document.ts';
import type { Expression } from './expression.ts';
import { searchOf } from './item.ts';
import type { Place } from './place.ts';
import type { Shared } from './placeholders.ts';

/** A detection rule, understood. */
export interface SigmaRule {
  readonly document: SigmaDocument;
  readonly expression: Expression;
  /** What Sigma 1 counts behind a `|`. */
  readonly aggregation: Aggregation | undefined;
}

/** Keys beside the searches. */
const NO_SEARCH = new Set(['condition', 'timeframe']);

/** Reads `detection`. Throws `config` naming the line of what can't be used. */
export function readRule(document: SigmaDocument, shared: Shared): SigmaRule {
  const { keys, place } = document;
  const detection = keys['detection'];
  const at = place.at('detection');
  if (!isMap(detection)) throw at.problem('expected searches and a condition');
  const searches = searchesOf(detection, at, shared, NO_SEARCH);
  const written: unknown[] = Array.isArray(detection['condition']) ? detection['condition'] : [detection['condition']];
  const read = written.map((condition, index) =>
    conditionOf(
      condition,
      searches,
      Array.isArray(detection['condition']) ? at.at('condition', index) : at.at('condition'),
    ),
  );
  const aggregated = read.find(({ pipe }) => pipe !== undefined);
  if (aggregated !== undefined && read.length > 1)
    throw at.at('condition').problem('one of several conditions counts; a rule of its own can');
  const [first] = read;
  if (first === undefined) throw at.at('condition').problem('expected a condition');
  return {
    document,
    expression: read.length === 1 ? first.expression : { kind: 'or', parts: read.map(({ expression }) => expression) },
    aggregation:
      aggregated?.pipe === undefined ? undefined : aggregationOf(aggregated.pipe, detection['timeframe'], at),
  };
}

/** The searches of a `detection` or a `filter`, by name. */
export function searchesOf(
  definitions: Readonly<Record<string, unknown>>,
  place: Place,
  shared: Shared,
  others: ReadonlySet<string>,
): ReadonlyMap<string, Expression> {
  const named = Object.entries(definitions).filter(([name]) => !others.has(name));
  return new Map(named.map(([name, definition]) => [name, searchOf(definition, place.at(name), shared)]));
}

function conditionOf(
  condition: unknown,
  searches: ReadonlyMap<string, Expression>,
  place: Place,
): { readonly expression: Expression; readonly pipe: string | undefined } {
  if (typeof condition !== 'string') throw place.problem(condition === undefined ? 'is missing' : 'expected a text');
  const [search = '', ...pipe] = condition.split('|');
  return {
    expression: parseCondition(search, searches, place),
    pipe: pipe.length === 0 ? undefined : pipe.join('|').trim(),
  };
}
