import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { adminGrants, parsePolicy } from '../../policy/index.ts';
import { defineDetection, type Match } from '../define.ts';
import { ACCOUNT, type Difference, record } from '../example.ts';
import { adminHeld, isAdminName, isAdminPolicy, quietIfInfo } from '../users/admin-held.ts';

const instanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

function sso(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('sso', name, { params: { instanceArn, permissionSetArn, ...params }, ...difference });
}
const assign = (targetId = '222222222222', difference: Difference = {}) =>
  sso(
    'CreateAccountAssignment',
    { targetId, targetType: 'AWS_ACCOUNT', principalType: 'GROUP', principalId: '94d00cd8-e9e6' },
    difference,
  );
const created = (name: string) =>
  record('sso', 'CreatePermissionSet', {
    minute: -90,
    params: { instanceArn, name },
    response: { permissionSet: { name, permissionSetArn } },
  });
const attach = (managedPolicyArn: string, minute = 0) =>
  sso('AttachManagedPolicyToPermissionSet', { managedPolicyArn }, { minute });
const inline = (Action: string) =>
  sso('PutInlinePolicyToPermissionSet', {
    inlinePolicy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
  });

function assigned({ params, account }: TrailEvent, base: Match): Match {
  const to =
    `${filled(params, 'principalType')?.toLowerCase() ?? 'somebody'} ${filled(params, 'principalId') ?? ''}`.trim();
  const target = filled(params, 'targetId') ?? '(unknown)';
  const here = target === account;
  return {
    ...base,
    target: filled(params, 'principalId') ?? to,
    what: `gave ${to} a permission set in account ${target}`,
    // What the set allows is asked below. The account of Identity Center itself rules all others.
    severity: here ? 'medium' : 'info',
    reasons: here ? ['that is the account of Identity Center itself'] : [],
  };
}

function widened({ params }: TrailEvent, base: Match): Match | false {
  const arn = filled(params, 'managedPolicyArn');
  const policy = parsePolicy(params['inlinePolicy']);
  const grants = policy === undefined ? [] : adminGrants(policy);
  const managed = arn !== undefined && isAdminPolicy(arn);
  if (!managed && grants.length === 0) return false;
  return {
    ...base,
    what: `made everyone with the permission set an administrator, by ${managed ? nameOf(arn) : 'an inline policy'}`,
    reasons: grants.slice(0, 3).map((grant) => `the policy ${grant}`),
  };
}

const setOf = ({ params }: TrailEvent) => filled(params, 'permissionSetArn');

/** What CreateAccountAssignment gives is an ARN: of sets made before the log began neither name nor policies are known. */
export default defineDetection({
  id: 'fed-idc-admin-assignment',
  topic: 'F',
  title: 'Administrator rights in Identity Center',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'A person or a whole group becomes administrator of an account through the front door. Deleting the session changes nothing: they sign in again.',
  benign: ['An access request that was approved', 'A new account gets its administrators'],
  runbook: [
    'Ask {principal} for the access request, and whether they made the call (from {ip}).',
    'See what the set allows and who has it: aws sso-admin describe-permission-set, list-managed-policies-in-permission-set and list-accounts-for-provisioned-permission-set with the instance and set of the record (event {event}).',
    'If not meant: aws sso-admin delete-account-assignment, or detach-managed-policy-from-permission-set and provision-permission-set, with the same arguments.',
    'See who has used it since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithSAML --start-time {time}, in the target accounts.',
  ],
  on: {
    source: 'sso',
    names: ['AttachManagedPolicyToPermissionSet', 'CreateAccountAssignment', 'PutInlinePolicyToPermissionSet'],
  },
  match: (event) => {
    const set = setOf(event);
    if (set === undefined) return false;
    const base = { resource: `permission set ${nameOf(set)}`, target: nameOf(set) };
    return event.name === 'CreateAccountAssignment' ? assigned(event, base) : widened(event, base);
  },
  state: {
    given: [
      {
        setting: 'sso.permissionSet.name',
        of: setOf,
        judge: (name) => {
          const reason = `the permission set is ${name}`;
          return isAdminName(name) ? { severity: 'high', reason } : { reason };
        },
      },
      {
        setting: 'sso.permissionSet.policy',
        of: setOf,
        unknown: quietIfInfo,
        judge: (_, severity, told) => {
          const held = adminHeld(told);
          if (held === undefined) return severity === 'high' ? undefined : 'quiet';
          return { severity: 'high', reason: `it has ${held}` };
        },
      },
    ],
  },
  examples: () => ({
    fires: [
      { title: 'a set with such a policy', severity: 'high', records: [attach(ADMIN, -60), assign()] },
      { title: 'a set with such a name', severity: 'high', records: [created('BreakGlassAdmin'), assign()] },
      {
        title: 'a set with such a name, whatever its policy',
        severity: 'high',
        records: [created('BreakGlassAdmin'), attach('arn:aws:iam::aws:policy/ReadOnlyAccess', -60), assign()],
      },
      { title: 'in the account of Identity Center', severity: 'medium', records: [assign(ACCOUNT)] },
      { title: 'a set gets AWS’s policy', severity: 'high', records: [attach(ADMIN)] },
      { title: 'a set gets an inline policy that allows all of IAM', severity: 'high', records: [inline('iam:*')] },
    ],
    quiet: [
      { title: 'a set of which nothing is known', records: [assign()] },
      {
        title: 'a set that reads, in the account of Identity Center',
        records: [created('Reader'), attach('arn:aws:iam::aws:policy/ReadOnlyAccess', -60), assign(ACCOUNT)],
      },
      { title: 'a set gets a policy that reads', records: [attach('arn:aws:iam::aws:policy/ReadOnlyAccess')] },
      { title: 'a set gets an inline policy for one service', records: [inline('s3:*')] },
      {
        title: 'an assignment ends',
        records: [sso('DeleteAccountAssignment', { targetId: '222222222222', principalType: 'GROUP' })],
      },
      {
        title: 'denied',
        records: [attach(ADMIN), assign()].map((one) => ({ ...one, errorCode: 'AccessDeniedException' })),
      },
    ],
  }),
});
