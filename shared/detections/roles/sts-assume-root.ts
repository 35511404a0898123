import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, record, role } from '../example.ts';
import type { Severity } from '../severity.ts';

/**
 * What each of AWS's task policies lets the session do. They are all there are: AssumeRoot takes no other (STS API reference,
 * IAM user guide "Track privileged tasks in CloudTrail").
 */
const TASKS: ReadonlyMap<string, readonly [what: string, severity: Severity]> = new Map([
  ['IAMAuditRootUserCredentials', ['look at root’s credentials', 'medium']],
  ['IAMDeleteRootUserCredentials', ['delete root’s credentials', 'medium']],
  ['IAMCreateRootUserPassword', ['let root have a password again', 'critical']],
  ['S3UnlockBucketPolicy', ['delete the policy of a bucket', 'high']],
  ['SQSUnlockQueuePolicy', ['delete the policy of a queue', 'high']],
]);

function taskOf(event: TrailEvent): string {
  return nameOf(filled(event.params, 'taskPolicyArn', 'arn') ?? filled(event.params, 'taskPolicyArn') ?? 'unknown');
}

function memberOf(event: TrailEvent): string {
  const target = filled(event.params, 'targetPrincipal') ?? event.attempt?.resource ?? 'unknown';
  return accountOf(target) ?? target;
}

/** Audits go through all members with one task; what changes something is known for one member only. */
function useOf(event: TrailEvent): string {
  const where = /Audit|Delete/.test(taskOf(event)) ? '' : ` in ${memberOf(event)}`;
  return `${event.outcome} ${event.principal.name}: ${taskOf(event)}${where}`;
}

function assume(task: string, difference: Difference = {}, targetPrincipal = '222222222222') {
  const params = { targetPrincipal, taskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${task}` } };
  return record('sts', 'AssumeRoot', { by: role('org-audit'), params, ...difference });
}
const AUDIT = 'IAMAuditRootUserCredentials';
const refused = assume('IAMCreateRootUserPassword', {
  by: role('app'),
  params: null,
  error: {
    code: 'AccessDenied',
    message:
      'User: arn:aws:sts::111111111111:assumed-role/app/run-1 is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::222222222222:root',
  },
});
const nightly = daily(7, (minute) => assume(AUDIT, { minute }));

export default defineDetection({
  id: 'sts-assume-root',
  topic: 'R',
  title: 'Management account became root of a member',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'For a quarter of an hour the caller is root of the member account, which no policy of that account holds back: bucket and queue policies can go, and root can get a password again.',
  benign: ['A scheduled audit of root’s credentials', 'A bucket whose policy locked everyone out'],
  runbook: [
    'Ask {principal} which task at {time} from {ip} needed root of account {target}.',
    'See what the session did: the access key is in the record (responseElements.credentials.accessKeyId, event {event}); in account {target}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=KEY --start-time {time}, and in us-east-1.',
    'If a password was allowed, take it back in account {target} (a session of IAMDeleteRootUserCredentials: aws iam delete-login-profile), and secure the mailbox of its root.',
    'If nobody knows it, stop {principal} and limit sts:AssumeRoot to one role by sts:TaskPolicyArn.',
  ],
  on: { source: 'sts', names: ['AssumeRoot'], outcome: ['success', 'denied'] },
  match: (event) => {
    const member = memberOf(event);
    const denied = event.outcome === 'denied';
    const [what, severity] = TASKS.get(taskOf(event)) ?? [`do ${taskOf(event)}`, 'high'];
    return {
      resource: `root of account ${member}`,
      target: member,
      what: denied ? `was refused to become root of account ${member}` : `became root of account ${member}, to ${what}`,
      severity: denied ? 'medium' : severity,
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: useOf,
      noun: 'use of root',
      learnDays: 1,
      learnFrom: 'account',
      known: 'low',
      learning: 'high',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first ever, at a log’s beginning', severity: 'high', records: [assume('S3UnlockBucketPolicy')] },
      {
        title: 'a password for root',
        severity: 'critical',
        records: [...nightly, assume('IAMCreateRootUserPassword')],
      },
      { title: 'a bucket’s policy', severity: 'high', records: [...nightly, assume('S3UnlockBucketPolicy')] },
      {
        title: 'a password for root of another member than always',
        severity: 'critical',
        records: [
          ...daily(3, (minute) => assume('IAMCreateRootUserPassword', { minute })),
          assume('IAMCreateRootUserPassword', {}, '333333333333'),
        ],
      },
      {
        title: 'somebody else looks',
        severity: 'medium',
        records: [...nightly, assume(AUDIT, { by: role('developer') })],
      },
      {
        title: 'the nightly audit, of another member',
        severity: 'low',
        records: [...nightly, assume(AUDIT, {}, '333333333333')],
      },
      {
        title: 'refused',
        severity: 'medium',
        records: [...nightly, refused],
      },
      { title: 'a task that is new to us', severity: 'high', records: [...nightly, assume('SomethingNew')] },
    ],
    quiet: [
      {
        title: 'the request was wrong',
        records: [...nightly, assume('S3UnlockBucketPolicy', { error: { code: 'ValidationError' } })].slice(-1),
      },
      {
        title: 'an ordinary role',
        records: [record('sts', 'AssumeRole', { params: { roleArn: 'arn:aws:iam::222222222222:role/audit' } })],
      },
    ],
  }),
});
