import { accountOf, parseArn } from '../../cloudtrail/arn.ts';

/**
 * The accounts of those that something is shared with: accounts, and accounts of users and roles. The ARN of an organization
 * or of a unit holds the id of the organization's owner, who is no stranger by that.
 */
export function receivingAccounts(names: readonly string[]): string[] {
  const others = names.filter((name) => parseArn(name)?.service !== 'organizations');
  return [...new Set(others.flatMap((name) => accountOf(name) ?? []))].sort();
}
