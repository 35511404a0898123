import { filled } from '../../cloudtrail/field.ts';
import { defineSequence, type Match } from '../define.ts';
import { type Difference, record } from '../example.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const call = (name: string, minute: number, params: Record<string, unknown>, difference: Difference = {}) =>
  record('iam', name, { minute, region: 'us-east-1', params: { userName: 'svc-backup', ...params }, ...difference });
const created = call('CreateUser', 0, {});
const promoted = (minute: number, userName = 'svc-backup') =>
  call('AttachUserPolicy', minute, { userName, policyArn: ADMIN });
const keyed = (minute: number, difference: Difference = {}) => call('CreateAccessKey', minute, {}, difference);

/** The user a call of IAM makes something for; an access key made without a name is the caller's own. */
function forUser(...answer: readonly string[]): (event: { params: unknown; response: unknown }) => Match | false {
  return ({ params, response }) => {
    const target = filled(params, 'userName') ?? filled(response, ...answer, 'userName');
    return target === undefined ? false : { target, resource: `IAM user ${target}` };
  };
}

export default defineSequence({
  id: 'seq-admin-user-persistence',
  topic: 'U',
  title: 'New administrator with long-term credentials',
  severity: 'critical',
  attack: ['T1136.003', 'T1098.003', 'T1098.001'],
  why: 'A user that may do everything, with a key or password of its own, survives whatever is done about the credentials that made it.',
  benign: ['A break-glass user is set up'],
  runbook: [
    'Ask {principal} what IAM user {target} is for.',
    'If nobody knows it, deactivate its keys first: aws iam list-access-keys --user-name {target}; aws iam update-access-key --user-name {target} --status Inactive --access-key-id KEY_ID for each',
    'Take its password: aws iam delete-login-profile --user-name {target}; then its rights: aws iam detach-user-policy --user-name {target} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    'See what it has done: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time-1h}',
    'Find how {principal} (key {key}, from {ip}) was taken over: its calls from {time-24h} on.',
  ],
  key: 'target',
  withinHours: 1,
  // The rights may come before or after the key, and all three within one second of a script.
  ordered: false,
  steps: [
    { title: 'user created', on: { source: 'iam', names: ['CreateUser'] }, match: forUser('user') },
    {
      title: 'made administrator',
      detections: ['iam-admin-policy-attached', 'iam-inline-wildcard'],
      minSeverity: 'high',
    },
    {
      title: 'key or password made',
      on: { source: 'iam', names: ['CreateAccessKey', 'CreateLoginProfile'] },
      match: forUser('accessKey'),
    },
  ],
  examples: () => ({
    fires: [
      { title: 'user, rights, key', severity: 'critical', records: [created, promoted(1), keyed(2)] },
      { title: 'user, key, rights', severity: 'critical', records: [created, keyed(1), promoted(30)] },
      {
        title: 'user, rights, password',
        severity: 'critical',
        records: [created, promoted(1), call('CreateLoginProfile', 2, {})],
      },
      { title: 'all in one second', severity: 'critical', records: [keyed(0), promoted(0), created] },
      {
        title: 'the name only in the answer',
        severity: 'critical',
        records: [
          created,
          promoted(1),
          keyed(2, {
            params: null,
            response: { accessKey: { userName: 'svc-backup', accessKeyId: 'AKIAEXAMPLEEXAMPLE04' } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'without rights', records: [created, keyed(1)] },
      { title: 'without a key', records: [created, promoted(1)] },
      { title: 'a user that was there', records: [promoted(1), keyed(2)] },
      { title: 'the rights go to another user', records: [created, promoted(1, 'alice'), keyed(2)] },
      { title: 'the key is refused', records: [created, promoted(1), keyed(2, { error: { code: 'LimitExceeded' } })] },
      { title: 'the key comes the next day', records: [created, promoted(1), keyed(1440)] },
    ],
  }),
});
