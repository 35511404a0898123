import { cidrsOutside } from './cidr.ts';
import type { Operator } from './conditions.ts';
import { parseOperator } from './conditions.ts';
import type { Condition } from './document.ts';
import { covers, hasWildcard } from './wildcard.ts';

/** Whether every request that passes one of the given conditions also passes the wanted one. */
export function implied(given: readonly Condition[], wanted: Condition): boolean {
  return given.some((condition) => implies(condition, wanted));
}

/** Whether passing `given` means passing `wanted`. A "no" may be over-cautious, a "yes" never. */
function implies(given: Condition, wanted: Condition): boolean {
  if (given.key !== wanted.key) return false;
  const [left, right] = [parseOperator(given.operator), parseOperator(wanted.operator)];
  if (left.set !== right.set || left.negated !== right.negated) return false;
  // An absent key passes a negated operator anyway, so IfExists loosens only the others.
  if (!left.negated && left.ifExists && !right.ifExists) return false;
  const [inner, outer] = left.negated ? [right, left] : [left, right];
  const [narrow, wide] = left.negated ? [wanted.values, given.values] : [given.values, wanted.values];
  return valuesOutside({ operator: outer, values: wide }, { operator: inner, values: narrow }).length === 0;
}

interface Comparison {
  operator: Operator;
  values: readonly string[];
}

/** The values of `inner` that match something no value of `outer` matches; sorted. */
export function valuesOutside(outer: Comparison, inner: Comparison): string[] {
  const [wide, narrow] = [outer.operator.base, inner.operator.base];
  const same = new Set(wide === narrow ? outer.values : []);
  const rest = inner.values.filter((value) => !same.has(value)).sort();
  if (wide === 'ipaddress' && narrow === 'ipaddress') return cidrsOutside(outer.values, rest);
  const bound = boundOf(wide, outer.values);
  if (bound !== undefined && wide === narrow) return rest.filter((value) => !bound(value));
  return rest.filter((value) => !outer.values.some((pattern) => isWithin(wide, pattern, narrow, value)));
}

const LIKE = ['stringlike', 'arnlike'];

/** Whether one value, as its operator reads it, matches nothing that the pattern does not. */
function isWithin(wide: string, pattern: string, narrow: string, value: string): boolean {
  const literal = narrow === 'stringequals' || (LIKE.includes(narrow) && !hasWildcard(value));
  if (LIKE.includes(wide)) {
    return pattern === '*' || ((literal || LIKE.includes(narrow)) && covers(pattern, value));
  }
  if (wide === 'stringequals') return literal && pattern === value;
  if (wide !== 'stringequalsignorecase' || !(literal || narrow === wide)) return false;
  return pattern.toLowerCase() === value.toLowerCase();
}

/** For "less than" and "greater than": whether a value is no looser than the loosest of the list. */
function boundOf(base: string, values: readonly string[]): ((value: string) => boolean) | undefined {
  const isDate = base.startsWith('date');
  if (!isDate && !base.startsWith('numeric')) return undefined;
  const read = (value: string) => (isDate && Number.isNaN(Number(value)) ? Date.parse(value) : Number(value));
  const bounds = values.map(read).filter((value) => !Number.isNaN(value));
  if (bounds.length === 0) return undefined;
  const most = bounds.reduce((a, b) => Math.max(a, b));
  const least = bounds.reduce((a, b) => Math.min(a, b));
  if (base.includes('lessthan')) return (value) => read(value) <= most;
  if (base.includes('greaterthan')) return (value) => read(value) >= least;
  return undefined;
}
