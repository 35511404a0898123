import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, texts } from '../../cloudtrail/field.ts';

const READS = /^(?:List|Get|Describe|Simulate|GenerateCredentialReport)/;
/** A request that names one of these asks about one thing, as a deploy tool does for each resource it manages. */
const NAMES_ONE = [
  'roleName',
  'groupName',
  'policyArn',
  'instanceProfileName',
  'serverCertificateName',
  'sAMLProviderArn',
  'openIDConnectProviderArn',
  'policyId',
  'accountId',
  'jobId',
];
/** The calls whose answers one GetAccountAuthorizationDetails holds, by what its filter asks for. */
const DETAILS: ReadonlyMap<string, readonly string[]> = new Map([
  ['User', ['ListUsers', 'ListUserPolicies', 'GetUserPolicy', 'ListAttachedUserPolicies', 'ListGroupsForUser']],
  ['Group', ['ListGroups', 'ListGroupPolicies', 'GetGroupPolicy', 'ListAttachedGroupPolicies']],
  ['Role', ['ListRoles', 'ListRolePolicies', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListInstanceProfiles']],
  ['LocalManagedPolicy', ['ListPolicies', 'GetPolicyVersion', 'ListEntitiesForPolicy']],
  ['AWSManagedPolicy', ['ListPolicies']],
]);

/**
 * The questions about an account's identities that a call asks, as operation names: none for a write, and none for a
 * question about one named role or policy. GetAccountAuthorizationDetails asks many at once.
 */
export function questions(event: TrailEvent): readonly string[] {
  if (!READS.test(event.name)) return [];
  if (event.name === 'GetAccountAuthorizationDetails') {
    const asked = texts(event.params, 'filter').flatMap((kind) => DETAILS.get(kind) ?? []);
    return asked.length > 0 ? asked : [...DETAILS.values()].flat();
  }
  if (NAMES_ONE.some((name) => filled(event.params, name) !== undefined)) return [];
  const user = filled(event.params, 'userName');
  return user === undefined || user === event.principal.name ? [event.name] : [];
}

/** One page of the console asks a dozen questions; only CloudTrail's own mark counts, because a user agent can be forged. */
export function isConsolePage(event: TrailEvent): boolean {
  return flag(event.raw.sessionCredentialFromConsole) === true;
}
