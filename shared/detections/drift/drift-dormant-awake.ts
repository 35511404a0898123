import { defineDetection } from '../define.ts';
import { daily, iamUser, record, role } from '../example.ts';

const DAY = 24 * 60;
const call = (minute: number, by = iamUser('backup')) => record('s3', 'ListBuckets', { minute, by });
const before = (days: number, ended: number, by = iamUser('backup')) =>
  daily(days, (minute) => call(minute - ended * DAY, by));

export default defineDetection({
  id: 'drift-dormant-awake',
  topic: 'D',
  title: 'Dormant principal active again',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'Credentials that everybody forgot are the ones that nobody misses when they are stolen.',
  benign: ['A job that runs once a quarter or a year', 'Somebody back from a long leave'],
  runbook: [
    'Ask who owns {principal} and whether {time} was expected.',
    'See what it did since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}.',
    'Compare {ip} and the user agent with those of its last active days.',
    'If it is not needed, take it away; if it is, give it short-lived credentials.',
  ],
  on: {
    first: 'caller',
    outcome: 'any',
    identity: ['IAMUser', 'AssumedRole', 'Root', 'FederatedUser', 'WebIdentityUser', 'SAMLUser'],
  },
  match: ({ principal }) =>
    // A service’s own role is woken by the service; who leaves and comes back is a person, a key, an application.
    principal.roleArn?.includes('/aws-service-role/') !== true && {
      what: 'made its first call after a long time',
      resource: principal.name,
      target: principal.name,
    },
  state: {
    dormant: {
      subject: ({ principal }) => principal.key,
      days: 90,
      activeDays: 3,
      noun: 'this principal',
      profile: true,
    },
  },
  examples: () => ({
    fires: [
      { title: 'after 91 days', severity: 'medium', records: [...before(3, 90), call(0)] },
      { title: 'a role', severity: 'medium', records: [...before(5, 120, role('export')), call(0, role('export'))] },
    ],
    quiet: [
      { title: 'after 90 days', records: [...before(3, 89), call(0)] },
      { title: 'somebody seen only twice', records: [...before(2, 100), call(0)] },
      { title: 'somebody new', records: [call(0)] },
      {
        title: 'a role that a service wakes',
        records: ((by) => [...before(5, 120, by), call(0, by)])({
          ...role('AWSServiceRoleForSupport'),
          sessionContext: {
            sessionIssuer: {
              type: 'Role',
              arn: 'arn:aws:iam::111111111111:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport',
              userName: 'AWSServiceRoleForSupport',
            },
          },
        }),
      },
    ],
  }),
});
