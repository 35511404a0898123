import { parseOperator } from './conditions.ts';
import type { Condition, Policy, Statement } from './document.ts';
import { addedToDeny, droppedFromAllow } from './explain.ts';
import type { Prepared } from './gaps.ts';
import { gapsOf, prepared } from './gaps.ts';
import { implied } from './implies.ts';
import { isComparable, partsOf, takesIn } from './scope.ts';
import { describeStatement } from './wording.ts';

/**
 * A sentence for each way `after` allows more than `before`: a new principal, action or resource, a condition dropped
 * or widened (address ranges by containment), a Deny removed or narrowed. Empty when it is not weaker. Sorted; the order
 * and grouping of statements and values do not matter. A doubt (two wildcards that can't be compared) counts as weaker.
 */
export function weakened(before: Policy, after: Policy): string[] {
  if (!isComparable(before.statements, after.statements)) return changed(before, after);
  const [was, is] = [sorted(before), sorted(after)];
  const opened = is.allows.flatMap((inner) => {
    const given = [...inner.statement.conditions, ...demandsOf(is.denies, inner)];
    return gapsOf(inner, was.allows, {
      verb: 'now allows',
      moot: is.denies.filter(({ statement }) => statement.conditions.length === 0),
      unmet: (_, outer) => unmetOf(outer, given).map((condition) => droppedFromAllow(condition, given)),
    });
  });
  const undenied = was.denies.flatMap((inner) =>
    gapsOf(inner, is.denies, {
      verb: 'no longer denies',
      moot: [],
      unmet: ({ conditions }, outer) =>
        unmetOf(outer, conditions).map((condition) => addedToDeny(condition, conditions, inner.statement)),
    }),
  );
  return [...new Set([...opened, ...undenied])].sort();
}

function sorted(policy: Policy): { allows: Prepared[]; denies: Prepared[] } {
  const of = (effect: Statement['effect']) =>
    policy.statements.filter((statement) => statement.effect === effect).map(prepared);
  return { allows: of('Allow'), denies: of('Deny') };
}

function unmetOf(outer: Statement, given: readonly Condition[]): Condition[] {
  return outer.conditions.filter((condition) => !implied(given, condition));
}

const OPPOSITE_SET = { '': '', all: 'ForAnyValue:', any: 'ForAllValues:' } as const;

/**
 * What Denies ask of a grant they cover: `Deny` unless aws:SourceVpce is X asks as much as an Allow with the condition
 * aws:SourceVpce is X, so moving a condition from the one to the other is not a weakening.
 */
function demandsOf(denies: readonly Prepared[], grant: Prepared): Condition[] {
  return denies.flatMap((denial) => {
    const [condition, more] = denial.statement.conditions;
    if (condition === undefined || more !== undefined || !coversAll(denial, grant)) return [];
    const { set, base, negated, ifExists } = parseOperator(condition.operator);
    if (!negated || (set === 'any' && ifExists)) return [];
    return [{ ...condition, operator: `${OPPOSITE_SET[set]}${base}` }];
  });
}

function coversAll(outer: Prepared, inner: Prepared): boolean {
  const axes = ['principals', 'actions', 'resources'] as const;
  return axes.every((axis) => partsOf(inner.reach[axis]).every((part) => takesIn(outer.reach[axis], part)));
}

/** For policies too large to compare in parts: Allows that are new or changed, Denies that are gone or changed. */
function changed(before: Policy, after: Policy): string[] {
  const missing = (from: Policy, to: Policy, effect: Statement['effect']) => {
    const known = new Set(to.statements.map(fingerprint));
    return from.statements.filter((statement) => statement.effect === effect && !known.has(fingerprint(statement)));
  };
  const allows = missing(after, before, 'Allow').map((statement) => `${describeStatement(statement)}, new or changed`);
  const denies = missing(before, after, 'Deny').map((statement) => `${describeStatement(statement)}, gone or changed`);
  return [...new Set([...allows, ...denies])].sort();
}

/** The same for statements that differ only in order and name. */
function fingerprint(statement: Statement): string {
  const { effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions } = statement;
  const people = [principals, notPrincipals].map((list) => list.map(({ type, value }) => `${type}:${value}`).sort());
  const lists = [actions, notActions, resources, notResources].map((list) => [...list].sort());
  const asked = conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, [...values].sort()]));
  return JSON.stringify([effect, people, lists, asked.sort()]);
}
