import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, iamUser, record } from '../example.ts';
import { adminHeld, isAdminName, quietIfInfo } from './admin-held.ts';
import { isCaller } from './identity.ts';

function iam(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('iam', name, { region: 'us-east-1', params, ...difference });
}

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const EVERYTHING = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const ONE_BUCKET = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::example/*' }],
});
const join = (groupName: string, difference: Difference = {}) =>
  iam('AddUserToGroup', { userName: 'bob', groupName }, difference);
const policy = (verb: 'Attach' | 'Detach', policyArn: string, minute: number) =>
  iam(`${verb}GroupPolicy`, { groupName: 'platform', policyArn }, { minute });
const inline = (policyDocument: string, minute: number) =>
  iam('PutGroupPolicy', { groupName: 'platform', policyName: 'all', policyDocument }, { minute });

export default defineDetection({
  id: 'iam-group-privilege-gain',
  topic: 'U',
  title: 'User joined a group of administrators',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'The user has all rights of the group from now on, and no policy was attached that anyone would notice.',
  benign: ['A new administrator', 'A break-glass user for one task'],
  runbook: [
    'Ask {principal} why {target} needs the rights of {resource}, and whether they made the call (key {key}, from {ip}).',
    'See what the group may do: aws iam list-attached-group-policies --group-name NAME and aws iam list-group-policies --group-name NAME.',
    'If not meant: aws iam remove-user-from-group --user-name {target} --group-name NAME.',
    'See what {target} did since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}, and in every region you use.',
  ],
  on: { source: 'iam', names: ['AddUserToGroup'] },
  match: (event) => {
    const group = filled(event.params, 'groupName');
    const user = filled(event.params, 'userName');
    if (group === undefined || user === undefined) return false;
    const own = isCaller(event, user);
    const named = isAdminName(group);
    return {
      resource: `group ${group}`,
      target: user,
      what: own ? `joined the group ${group}` : `added IAM user ${user} to the group ${group}`,
      // What the group may do is asked below; where that is not known only its name is left.
      severity: named ? (isAdminName(group, true) ? 'high' : 'medium') : 'info',
      reasons: own ? ['the caller gave itself the rights'] : [],
    };
  },
  state: {
    given: {
      setting: 'iam.group.policy',
      of: (event) => `${event.account}/${filled(event.params, 'groupName')}`,
      anywhere: true,
      unknown: quietIfInfo,
      judge: (_, severity, told) => {
        const held = adminHeld(told);
        // Policies attached before the log began are not known: a name that says administrator still counts.
        if (held === undefined) return severity === 'info' ? 'quiet' : undefined;
        return { severity: 'high', reason: `the group has ${held}` };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a group with an administrator’s policy',
        severity: 'high',
        records: [policy('Attach', ADMIN, -60), join('platform')],
      },
      {
        title: 'a group with an inline policy that allows everything',
        severity: 'high',
        records: [inline(EVERYTHING, -60), join('platform')],
      },
      {
        title: 'of two such policies one is left',
        severity: 'high',
        records: [
          policy('Attach', ADMIN, -90),
          policy('Attach', 'arn:aws:iam::aws:policy/IAMFullAccess', -80),
          policy('Detach', ADMIN, -60),
          join('platform'),
        ],
      },
      { title: 'by its name', severity: 'high', records: [join('Administrators')] },
      { title: 'by its name, of a part', severity: 'medium', records: [join('db-admins')] },
      { title: 'a user adds itself', severity: 'high', records: [join('Admins', { by: iamUser('bob') })] },
    ],
    quiet: [
      { title: 'a group of which nothing is known', records: [join('platform')] },
      {
        title: 'the policy was detached again',
        records: [policy('Attach', ADMIN, -90), policy('Detach', ADMIN, -60), join('platform')],
      },
      {
        title: 'the inline policy was narrowed',
        records: [inline(EVERYTHING, -90), inline(ONE_BUCKET, -60), join('platform')],
      },
      {
        title: 'a policy of the account that happens to have the name',
        records: [policy('Attach', `arn:aws:iam::${ACCOUNT}:policy/AdministratorAccess`, -60), join('platform')],
      },
      { title: 'a name that only sounds alike', records: [join('administration-readers')] },
      { title: 'denied', records: [join('Administrators', { error: { code: 'AccessDenied' } })] },
      {
        title: 'somebody leaves the group',
        records: [iam('RemoveUserFromGroup', { userName: 'bob', groupName: 'Administrators' })],
      },
    ],
  }),
});
