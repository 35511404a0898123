import { parseCondition } from './condition.ts';
import { isMap, type SigmaDocument, textAt, textsAt } from './document.ts';
import type { Expression } from './expression.ts';
import type { Shared } from './placeholders.ts';
import { type SigmaRule, searchesOf } from './rule.ts';

/** A Sigma filter: a condition that rules have to meet beside their own. */
export interface SigmaFilter {
  readonly document: SigmaDocument;
  /** Names and ids of the rules it is for; undefined: all. */
  readonly rules: ReadonlySet<string> | undefined;
  readonly expression: Expression;
}

const NO_SEARCH = new Set(['rules', 'condition']);

/** Reads a document with `filter:`. Throws `config` naming the line of what can't be used. */
export function readFilter(document: SigmaDocument, shared: Shared): SigmaFilter {
  const { keys, place } = document;
  const filter = keys['filter'];
  const at = place.at('filter');
  if (!isMap(filter)) throw at.problem('expected rules, searches and a condition');
  const rules = textsAt(filter, 'rules');
  const isEmptyList = Array.isArray(filter['rules']) && filter['rules'].length === 0;
  if (rules.length === 0 && !isEmptyList) throw at.at('rules').problem('expected ids or names of rules, or any');
  const all = isEmptyList || (typeof filter['rules'] === 'string' && /^(any|all)$/i.test(filter['rules']));
  const searches = searchesOf(filter, at, shared, NO_SEARCH);
  return {
    document,
    rules: all ? undefined : new Set(rules),
    expression: parseCondition(textAt(filter, 'condition', at), searches, at.at('condition')),
  };
}

/** The rule with all filters that are for it; `names` are those it answers to. */
export function filtered(rule: SigmaRule, names: readonly string[], filters: readonly SigmaFilter[]): SigmaRule {
  const meant = filters.filter(({ rules }) => rules === undefined || names.some((name) => rules.has(name)));
  if (meant.length === 0) return rule;
  const parts = [rule.expression, ...meant.map(({ expression }) => expression)];
  return { ...rule, expression: { kind: 'and', parts } };
}
