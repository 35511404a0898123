import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/** Of a role's policies only those by which one may be an administrator: there are too many roles to keep the rest. */
const WIDE_NAME = /:policy\/(?:[\w+=,.@/-]*\/)?[\w+=,.@-]*(?:Administrator|FullAccess)/;

const IAM_CALL = /^(Attach|Detach|Put|Delete)(Group|Role)Policy$/;
const SSO_CALL =
  /^(Attach|Detach)ManagedPolicyTo|^(Detach)ManagedPolicyFrom|^(Put)InlinePolicyTo|^(Delete)InlinePolicyFrom/;

/**
 * Which policies a group, a role or a permission set of Identity Center was given or lost, one setting each: `attached ARN`,
 * `detached ARN`, `inline NAME DOCUMENT`, `deleted NAME`. What is held still follows from the newest value of each policy.
 * Groups and roles are kept for all regions together (`ACCOUNT/NAME`): IAM logs in one, and they are asked about in all.
 */
export function heldPolicies(event: TrailEvent): Setting[] {
  if (event.service === 'sso') return ofPermissionSet(event);
  const [, verb, kind] = IAM_CALL.exec(event.name) ?? [];
  const name = filled(event.params, kind === 'Group' ? 'groupName' : 'roleName');
  if (verb === undefined || name === undefined) return [];
  const value = told(verb, filled(event.params, 'policyArn') ?? filled(event.params, 'policyName'), event);
  if (value === undefined) return [];
  if (kind === 'Role' && !WIDE_NAME.test(value)) return [];
  const of = `${event.account}/${name}`;
  return [{ name: kind === 'Group' ? 'iam.group.policy' : 'iam.role.policy', of, value, anywhere: true }];
}

function ofPermissionSet(event: TrailEvent): Setting[] {
  const verb = SSO_CALL.exec(event.name)
    ?.slice(1)
    .find((found) => found !== undefined);
  const of = filled(event.params, 'permissionSetArn');
  if (verb === undefined || of === undefined) return [];
  // A permission set has one inline policy, without a name.
  const value = told(verb, filled(event.params, 'managedPolicyArn') ?? 'policy', event);
  return value === undefined ? [] : [{ name: 'sso.permissionSet.policy', of, value }];
}

function told(verb: string, policy: string | undefined, { params }: TrailEvent): string | undefined {
  if (policy === undefined) return undefined;
  if (verb === 'Attach') return `attached ${policy}`;
  if (verb === 'Detach') return `detached ${policy}`;
  if (verb === 'Delete') return `deleted ${policy}`;
  const document = filled(params, 'policyDocument') ?? filled(params, 'inlinePolicy');
  return document === undefined ? undefined : `inline ${policy} ${settingValue(document)}`;
}

/** Who made a role: asked for by role and maker (`ACCOUNT/NAME|PRINCIPAL`), because that is all one wants to know. */
export function roleMaker(event: TrailEvent): Setting[] {
  const name = event.name === 'CreateRole' ? filled(event.params, 'roleName') : undefined;
  if (name === undefined) return [];
  const of = `${event.account}/${name}|${event.principal.key}`;
  return [{ name: 'iam.role.maker', of, value: event.principal.name, anywhere: true }];
}
