import { describeStatement, foreignPrincipals, parsePolicy, publicStatements } from '../policy/index.ts';
import type { Match } from './define.ts';
import type { Severity } from './severity.ts';

/** Whom a call lets in. */
export interface Audience {
  readonly everyone: boolean;
  readonly accounts: readonly string[];
  readonly reasons?: readonly string[];
}

/** Whom a resource policy lets in, from its text or object; undefined when it is none. */
export function audienceOf(policy: unknown): Audience | undefined {
  const parsed = parsePolicy(policy);
  if (parsed === undefined) return undefined;
  const open = publicStatements(parsed);
  const accounts = [...new Set(foreignPrincipals(parsed, () => false).map(({ account }) => account))].sort();
  const reasons = open.slice(0, 3).map((statement) => `a statement ${describeStatement(statement)}`);
  return { everyone: open.length > 0, accounts, reasons };
}

/** Account ids and `all`, as snapshots and images list whom they are shared with. */
export function audienceOfNames(names: readonly string[]): Audience {
  const accounts = names.filter((name) => /^\d{12}$/.test(name));
  return { everyone: names.includes('all'), accounts: [...new Set(accounts)].sort() };
}

/**
 * What sharing `thing` (`snapshot snap-1`) comes to: for everyone `open`, for accounts high where one of them is foreign and
 * nothing otherwise. undefined when nobody is let in.
 */
export function shared(
  thing: string,
  target: string,
  { everyone, accounts, reasons = [] }: Audience,
  open: Severity = 'critical',
): Match | undefined {
  const base = { resource: thing, target, reasons };
  if (everyone) return { ...base, what: `opened ${thing} to everyone`, severity: open };
  if (accounts.length === 0) return undefined;
  const what = `shared ${thing} with account ${accounts.join(', ')}`;
  return { ...base, what, severity: 'high', foreign: { accounts, severity: 'high', required: true } };
}
