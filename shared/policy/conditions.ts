/** A condition operator taken apart, so that `ForAllValues:StringNotLikeIfExists` needs no table of spellings. */
export interface Operator {
  /** Set operator: `any` (ForAnyValue), `all` (ForAllValues), or none. */
  set: 'any' | 'all' | '';
  /** Lower-cased, without negation: `stringequals`, `ipaddress`, `arnlike` (ArnEquals behaves the same), `bool`... */
  base: string;
  negated: boolean;
  /** True when a request without the key passes. */
  ifExists: boolean;
}

const SETS = [
  ['foranyvalue:', 'any'],
  ['forallvalues:', 'all'],
] as const;

const SUFFIX = 'ifexists';

/** Reads an operator as AWS spells it, without case. Source: IAM user guide, "Condition operators". */
export function parseOperator(operator: string): Operator {
  let base = operator.toLowerCase();
  let set: Operator['set'] = '';
  for (const [prefix, name] of SETS) {
    if (!base.startsWith(prefix)) continue;
    base = base.slice(prefix.length);
    set = name;
    break;
  }
  const ifExists = base.endsWith(SUFFIX);
  if (ifExists) base = base.slice(0, -SUFFIX.length);
  const positive = base.startsWith('not') ? base.slice('not'.length) : base.replace('not', '');
  return { set, base: positive === 'arnequals' ? 'arnlike' : positive, negated: positive !== base, ifExists };
}
