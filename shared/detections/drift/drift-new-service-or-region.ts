import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';

const call = (minute: number, service = 's3', region = 'eu-central-1', by = role('app')) =>
  record(service, 'PutThing', { minute, region, by });

/** Reads are left to the detections of bursts: too many people look around for a first look to mean anything by itself. */
export default defineDetection({
  id: 'drift-new-service-or-region',
  topic: 'D',
  title: 'Principal writes with a new service or region',
  severity: 'low',
  attack: ['T1535'],
  why: 'By itself it is work; beside something worse it shows where stolen credentials were tried.',
  benign: ['A new feature', 'A person looks around in the console'],
  runbook: [
    'Look at it together with what else {principal} did from {time-1h} to {time+6h}.',
    'Ask {principal} what {resource} is for, if anything else is odd.',
    'Take from the role what it does not need: aws iam generate-service-last-accessed-details --arn ARN_OF_ROLE names the services it used.',
  ],
  on: {
    first: 'service',
    identity: ['IAMUser', 'AssumedRole', 'Root', 'FederatedUser', 'WebIdentityUser', 'SAMLUser'],
  },
  match: ({ service, region, name }) => ({
    what: `used ${service} in ${region} (${name})`,
    resource: `${service} in ${region}`,
  }),
  state: {
    firstSeen: {
      subject: ({ principal }) => principal.key,
      value: ({ service, region }) => `${service} in ${region}`,
      profile: ({ service, region }) => `w${service} in ${region}`,
      noun: 'use of',
      learnDays: 14,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a service after weeks',
        severity: 'low',
        records: [...daily(14, (minute) => call(minute)), call(0, 'ec2')],
      },
      {
        title: 'a region after weeks',
        severity: 'low',
        records: [...daily(20, (minute) => call(minute)), call(0, 's3', 'ap-southeast-1')],
      },
    ],
    quiet: [
      {
        title: 'somebody only looks',
        records: [
          ...daily(20, (minute) => call(minute)),
          { ...call(0, 'ec2'), eventName: 'DescribeThings', readOnly: true },
        ],
      },
      { title: 'what it does every day', records: [...daily(20, (minute) => call(minute)), call(0)] },
      { title: 'while it is new', records: [...daily(13, (minute) => call(minute)), call(0, 'ec2')] },
      {
        title: 'refused',
        records: [...daily(20, (minute) => call(minute)), { ...call(0, 'ec2'), errorCode: 'AccessDenied' }],
      },
    ],
  }),
});
