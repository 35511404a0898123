import { filled } from '../../cloudtrail/field.ts';
import { adminGrants, parsePolicy } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record, role } from '../example.ts';
import { identityOf } from './identity.ts';

function put(kind: 'User' | 'Role' | 'Group', name: string, statement: unknown, difference: Difference = {}) {
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const params = { [`${kind.toLowerCase()}Name`]: name, policyName: 'inline', policyDocument };
  return record('iam', `Put${kind}Policy`, { region: 'us-east-1', params, ...difference });
}

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Passing roles is only as bad as what can be started with them; deployment roles are often written so. */
const ONLY_PASSES = /^allows iam:PassRole on /i;

export default defineDetection({
  id: 'iam-inline-wildcard',
  topic: 'U',
  title: 'Inline policy grants everything',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'The identity can do anything, or can give itself the rest. Inline policies show up in no list of managed policies, so they are easily overlooked.',
  benign: ['A prototype', 'A deployment role that was never narrowed'],
  runbook: [
    'Ask {principal} why {resource} needs these rights, and whether they made the call (key {key}, from {ip}).',
    'Read what is there: aws iam list-user-policies --user-name {target} and aws iam get-user-policy (list-role-policies, list-group-policies for a role or group).',
    'If not meant: aws iam delete-user-policy --user-name {target} --policy-name NAME, with the name that the finding gives.',
    'See what was done with it since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}.',
  ],
  on: { source: 'iam', names: ['PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy'] },
  match: (event) => {
    const identity = identityOf(event);
    const policy = parsePolicy(event.params['policyDocument']);
    const grants = policy === undefined ? [] : adminGrants(policy);
    if (identity === undefined || grants.length === 0) return false;
    const { name, words, own, provisioned } = identity;
    const onlyPasses = grants.every((grant) => ONLY_PASSES.test(grant));
    return {
      resource: words,
      target: name,
      what: `gave ${words} the inline policy ${filled(event.params, 'policyName') ?? '(unnamed)'}`,
      severity: provisioned ? 'low' : onlyPasses ? 'medium' : own ? 'critical' : 'high',
      reasons: [
        `the policy ${grants.slice(0, 3).join('; ')}`,
        ...(own ? ['the caller gave it to itself'] : []),
        ...(provisioned ? ['Identity Center provisions a permission set: look at the permission set instead'] : []),
      ],
    };
  },
  examples: () => ({
    fires: [
      { title: 'everything', severity: 'high', records: [put('User', 'svc-backup', ALL)] },
      {
        title: 'all of IAM',
        severity: 'high',
        records: [put('Role', 'deploy', { Effect: 'Allow', Action: ['s3:GetObject', 'iam:*'], Resource: '*' })],
      },
      {
        title: 'everything but billing',
        severity: 'high',
        records: [put('Group', 'developers', { Effect: 'Allow', NotAction: 'billing:*', Resource: '*' })],
      },
      {
        title: 'a user gives it to itself',
        severity: 'critical',
        records: [put('User', 'legacy-ci', ALL, { by: iamUser('legacy-ci') })],
      },
      {
        title: 'any role may be passed',
        severity: 'medium',
        records: [put('Role', 'deploy', { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' })],
      },
      {
        title: 'Identity Center provisions a permission set',
        severity: 'low',
        records: [
          put('Role', 'AWSReservedSSO_Admin_0123456789abcdef', ALL, { by: role('AWSServiceRoleForSSO', 'AWS-SSO') }),
        ],
      },
      {
        title: 'any role may be passed, and all of IAM used',
        severity: 'high',
        records: [put('Role', 'deploy', { Effect: 'Allow', Action: ['iam:PassRole', 'iam:*'], Resource: '*' })],
      },
    ],
    quiet: [
      {
        title: 'one action on every resource',
        records: [put('User', 'svc-backup', { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' })],
      },
      {
        title: 'every action on one bucket',
        records: [put('User', 'svc-backup', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::example/*' })],
      },
      { title: 'a denial of everything', records: [put('User', 'svc-backup', { ...ALL, Effect: 'Deny' })] },
      {
        title: 'roles may be passed to one service',
        records: [
          put('Role', 'deploy', {
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: '*',
            Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
          }),
        ],
      },
      { title: 'a text that is no policy', records: [put('User', 'svc-backup', 'Allow *')] },
    ],
  }),
});
