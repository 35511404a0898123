import type { Condition, Statement } from './document.ts';
import { keyName } from './narrowing.ts';
import { isEveryone, isEveryService } from './scope.ts';

/** A sentence names this many values and counts the rest. */
const NAMED = 3;

/** Longer values are cut: a sentence is read on a phone at night. */
const LONGEST_VALUE = 120;

/** A value as a sentence shows it; log text is cut here and escaped where it is printed. */
export function shown(value: string): string {
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
}

/** `a, b, c and 2 more`: sorted, each value once. */
export function listed(values: Iterable<string>): string {
  const all = [...new Set(values)].sort();
  const named = all.slice(0, NAMED).map(shown).join(', ');
  return all.length > NAMED ? `${named} and ${all.length - NAMED} more` : named;
}

/** Who a statement speaks of: `everyone`, `everyone but X`, the principals; empty for an identity policy. */
function whoOf(statement: Statement): string {
  const { principals, notPrincipals } = statement;
  if (notPrincipals.length > 0) return `everyone but ${listed(notPrincipals.map((principal) => principal.value))}`;
  if (principals.some(isEveryone)) return 'everyone';
  return principals.some(isEveryService) ? 'every AWS service' : listed(principals.map((principal) => principal.value));
}

/** What a statement speaks of: its actions, or `everything but` those it leaves out. */
export function whatOf(statement: Statement): string {
  const { actions, notActions } = statement;
  return notActions.length > 0 ? `everything but ${listed(notActions)}` : listed(actions);
}

/** `with no condition`, or the keys it depends on. */
export function conditionsOf(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return 'with no condition';
  return `subject only to ${listed(conditions.map((condition) => keyName(condition.key)))}`;
}

/** One statement as a sentence: `allows execute-api:Invoke to everyone, with no condition`. */
export function describeStatement(statement: Statement): string {
  const who = whoOf(statement);
  const verb = statement.effect === 'Allow' ? 'allows' : 'denies';
  return `${verb} ${whatOf(statement)}${who === '' ? '' : ` to ${who}`}, ${conditionsOf(statement.conditions)}`;
}
