import { nameOf, parseArn } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, iamUser, record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { identityOf } from './identity.ts';

/** AWS managed policies with which one is, or makes, an administrator. PowerUserAccess leaves IAM out. */
const ADMIN_POLICIES: ReadonlyMap<string, Severity> = new Map([
  ['AdministratorAccess', 'high'],
  ['IAMFullAccess', 'high'],
  ['AWSOrganizationsFullAccess', 'high'],
  ['AWSSSOMasterAccountAdministrator', 'high'],
  ['AWSSSODirectoryAdministrator', 'high'],
  ['PowerUserAccess', 'medium'],
]);

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

function attach(kind: 'User' | 'Role' | 'Group', name: string, policyArn: string, difference: Difference = {}) {
  const params = { [`${kind.toLowerCase()}Name`]: name, policyArn };
  return record('iam', `Attach${kind}Policy`, { region: 'us-east-1', params, ...difference });
}

export default defineDetection({
  id: 'iam-admin-policy-attached',
  topic: 'U',
  title: 'Admin-grade managed policy attached',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Whoever uses this identity can now do anything in the account, or can give themselves the rest.',
  benign: ['Break-glass access', 'A new deployment role', 'A permission set that Identity Center provisions'],
  runbook: [
    'Ask {principal} why {resource} needs these rights, and whether they made the call (key {key}, from {ip}).',
    'If not meant: aws iam detach-user-policy --user-name {target} --policy-arn ARN (detach-role-policy --role-name, detach-group-policy --group-name), with the ARN that the reason names.',
    'See what was done with and to it since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time-1h}, and the same with AttributeKey=Username,AttributeValue={target}.',
    'If the caller is not to be trusted, deactivate its key: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}.',
  ],
  on: { source: 'iam', names: ['AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy'] },
  match: (event) => {
    const policyArn = filled(event.params, 'policyArn');
    const identity = identityOf(event);
    if (policyArn === undefined || identity === undefined || parseArn(policyArn)?.account !== 'aws') return false;
    const policy = nameOf(policyArn);
    const severity = ADMIN_POLICIES.get(policy);
    if (severity === undefined) return false;
    const { name, words, own, provisioned } = identity;
    return {
      resource: words,
      target: name,
      what: `attached ${policy} to ${words}`,
      severity: provisioned ? 'low' : own ? 'critical' : severity,
      reasons: [
        `the policy is ${policyArn}`,
        ...(own ? ['the caller gave it to itself'] : []),
        ...(provisioned ? ['Identity Center provisions a permission set: look at the assignment instead'] : []),
      ],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'AdministratorAccess for a user',
        severity: 'high',
        records: [attach('User', 'svc-backup', ADMIN)],
      },
      {
        title: 'for a group, in another partition',
        severity: 'high',
        records: [attach('Group', 'developers', 'arn:aws-cn:iam::aws:policy/IAMFullAccess')],
      },
      {
        title: 'everything but IAM',
        severity: 'medium',
        records: [attach('Role', 'deploy', 'arn:aws:iam::aws:policy/PowerUserAccess')],
      },
      {
        title: 'a user gives it to itself',
        severity: 'critical',
        records: [attach('User', 'legacy-ci', ADMIN, { by: iamUser('legacy-ci') })],
      },
      {
        title: 'a role gives it to itself',
        severity: 'critical',
        records: [attach('Role', 'deploy', ADMIN, { by: role('deploy') })],
      },
      {
        title: 'Identity Center provisions a permission set',
        severity: 'low',
        records: [
          attach('Role', 'AWSReservedSSO_Admin_0123456789abcdef', ADMIN, {
            by: role('AWSServiceRoleForSSO', 'AWS-SSO'),
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'a read-only policy',
        records: [attach('User', 'svc-backup', 'arn:aws:iam::aws:policy/ReadOnlyAccess')],
      },
      {
        title: 'a policy of the account that happens to have the name',
        records: [attach('User', 'svc-backup', `arn:aws:iam::${ACCOUNT}:policy/AdministratorAccess`)],
      },
      {
        title: 'denied',
        records: [attach('User', 'svc-backup', ADMIN, { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
