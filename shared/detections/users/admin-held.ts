import { nameOf, parseArn } from '../../cloudtrail/arn.ts';
import { adminGrants, parsePolicy } from '../../policy/index.ts';
import type { Severity } from '../severity.ts';
import type { Told } from '../state-use.ts';

/** AWS managed policies with which one is, or makes, an administrator. */
const ADMIN_POLICIES = new Set([
  'AdministratorAccess',
  'IAMFullAccess',
  'AWSOrganizationsFullAccess',
  'AWSSSOMasterAccountAdministrator',
  'AWSSSODirectoryAdministrator',
]);

/** Whether the ARN is that of an administrator's policy by AWS. */
export function isAdminPolicy(arn: string): boolean {
  return parseArn(arn)?.account === 'aws' && ADMIN_POLICIES.has(nameOf(arn));
}

/** Whether a name says administrator: `exactly` leaves names such as `db-admins` out. */
export function isAdminName(name: string, exactly = false): boolean {
  const one = /^(?:aws[-_]?)?(?:administrators?|admins?|super-?users?)$|administrator(?:s|access)?\b/i;
  return one.test(name) || (!exactly && /(?:^|[^a-z])admins?(?![a-z])|Admins?(?![a-z])/.test(name));
}

/**
 * By which policy a group, role or permission set is an administrator, from what `held-policies.ts` in shared/settings tells of
 * it; undefined when none is known. Of each policy only the newest word counts.
 */
export function adminHeld(told: readonly Told[]): string | undefined {
  const settled = new Set<string>();
  for (const { value } of told) {
    const [verb = '', policy = ''] = value.split(' ', 2);
    if (settled.has(policy)) continue;
    settled.add(policy);
    if (verb === 'attached' && isAdminPolicy(policy)) return nameOf(policy);
    if (verb !== 'inline') continue;
    const document = parsePolicy(value.slice(verb.length + policy.length + 2));
    if (document !== undefined && adminGrants(document).length > 0) return `inline policy ${policy}`;
  }
  return undefined;
}

/** As `unknown` of a setting: what `match` calls info says nothing unless the setting is known. */
export function quietIfInfo(severity: Severity): 'quiet' | undefined {
  return severity === 'info' ? 'quiet' : undefined;
}
