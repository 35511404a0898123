import { parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { adminGrants, parsePolicy } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { isAdminPolicy, quietIfInfo } from './admin-held.ts';
import { identityOf } from './identity.ts';

const boundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const other = `arn:aws:iam::${ACCOUNT}:policy/boundary-2`;
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

function iam(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('iam', name, { region: 'us-east-1', params, ...difference });
}
const put = (permissionsBoundary: string, difference: Difference = {}) =>
  iam('PutRolePermissionsBoundary', { roleName: 'deploy', permissionsBoundary }, difference);
const remove = (difference: Difference = {}) =>
  iam('DeleteRolePermissionsBoundary', { roleName: 'deploy' }, difference);
const write = (policyArn: string, Action: string) =>
  iam('CreatePolicyVersion', {
    policyArn,
    setAsDefault: true,
    policyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
  });
const before = (one: ReturnType<typeof write>) => ({ ...one, eventTime: '2026-11-02T09:00:00Z' });

/** A boundary of the account's own: what it allows was learnt when it was written. */
function ownBoundary({ params }: TrailEvent): string | undefined {
  const arn = filled(params, 'permissionsBoundary');
  return arn === undefined || parseArn(arn)?.account === 'aws' ? undefined : arn;
}

/** Without a limit before nothing is lost, and the same limit again is none less. */
function judge({ before: was, now }: Change): Verdict {
  if (was === undefined) return {};
  if (was === '') return { severity: 'low', reason: 'it had lost its boundary before' };
  return was === now ? 'quiet' : { reason: `the boundary was ${was}` };
}

export default defineDetection({
  id: 'iam-boundary-removed',
  topic: 'U',
  title: 'Permissions boundary removed or without limit',
  severity: 'high',
  attack: ['T1098'],
  why: 'A boundary is what keeps those who may manage roles from making themselves administrators. Without it, the policies that are attached count in full.',
  benign: ['A redesign of the boundaries', 'A role that moves to a team without them'],
  runbook: [
    'Ask {principal} whether the boundary of {resource} was meant to go, and whether they made the call (key {key}, from {ip}).',
    'See what {target} may do now: aws iam list-attached-role-policies --role-name {target} and aws iam list-role-policies --role-name {target} (list-attached-user-policies, list-user-policies for a user).',
    'Put it back: aws iam put-role-permissions-boundary --role-name {target} --permissions-boundary ARN (put-user-permissions-boundary for a user).',
    'See what {target} did since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time}.',
  ],
  on: {
    source: 'iam',
    names: [
      'DeleteRolePermissionsBoundary',
      'DeleteUserPermissionsBoundary',
      'PutRolePermissionsBoundary',
      'PutUserPermissionsBoundary',
    ],
  },
  match: (event) => {
    const identity = identityOf(event);
    if (identity === undefined) return false;
    const { name, words, own } = identity;
    const arn = filled(event.params, 'permissionsBoundary');
    const removes = event.name.startsWith('Delete');
    if (!removes && (arn === undefined || (parseArn(arn)?.account === 'aws' && !isAdminPolicy(arn)))) return false;
    return {
      resource: words,
      target: name,
      what: removes
        ? `removed the permissions boundary of ${words}`
        : `made ${arn} the permissions boundary of ${words}`,
      severity: !removes && !isAdminPolicy(arn ?? '') ? 'info' : own ? 'critical' : 'high',
      reasons: own ? ['the caller freed itself'] : [],
    };
  },
  state: {
    changed: { settings: ['iam.role.permissionsBoundary', 'iam.user.permissionsBoundary'], judge },
    given: {
      setting: 'iam.policy.document',
      of: ownBoundary,
      unknown: quietIfInfo,
      judge: (document) => {
        const policy = parsePolicy(document);
        const grants = policy === undefined ? [] : adminGrants(policy);
        return grants.length === 0 ? 'quiet' : { severity: 'high', reason: `the new boundary ${grants[0]}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'removed', severity: 'high', records: [remove()] },
      { title: 'removed by the role itself', severity: 'critical', records: [remove({ by: role('deploy') })] },
      { title: 'a known one removed', severity: 'high', records: [put(boundary, { minute: -60 }), remove()] },
      { title: 'replaced by one without limit', severity: 'high', records: [put(ADMIN)] },
      {
        title: 'replaced by one of the account’s own that is known to allow everything',
        severity: 'high',
        records: [before(write(other, '*')), put(boundary, { minute: -30 }), put(other)],
      },
      {
        title: 'of a user',
        severity: 'high',
        records: [iam('DeleteUserPermissionsBoundary', { userName: 'bob' })],
      },
      {
        title: 'it was gone already',
        severity: 'low',
        records: [remove({ minute: -60 }), put(ADMIN)],
      },
    ],
    quiet: [
      { title: 'a boundary that is not known', records: [put(boundary)] },
      { title: 'one that limits', records: [before(write(boundary, 's3:*')), put(boundary)] },
      {
        title: 'the same as before',
        records: [iam('CreateRole', { roleName: 'deploy', permissionsBoundary: ADMIN }, { minute: -60 }), put(ADMIN)],
      },
      {
        title: 'of a user, the same as before',
        records: [
          iam('CreateUser', { userName: 'bob', permissionsBoundary: ADMIN }, { minute: -60 }),
          iam('PutUserPermissionsBoundary', { userName: 'bob', permissionsBoundary: ADMIN }),
        ],
      },
      { title: 'a policy of AWS that reads', records: [put('arn:aws:iam::aws:policy/ReadOnlyAccess')] },
      { title: 'denied', records: [remove({ error: { code: 'AccessDenied' } })] },
      { title: 'there is none to remove', records: [remove({ error: { code: 'NoSuchEntityException' } })] },
    ],
  }),
});
