import { detections } from '../all.ts';
import { defineSequence } from '../define.ts';
import { patch, record } from '../example.ts';

/** What one goes blind for: everything but logging itself, and what drifts by. */
const ACTS = detections.filter(({ topic }) => topic !== 'L' && topic !== 'D');

const trail = { name: 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/main' };
const stopped = record('cloudtrail', 'StopLogging', { params: trail });
const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const opened = (minute: number, difference = {}) =>
  patch('UpdateMethod', method, [['replace', '/authorizationType', 'NONE']], { minute, ...difference });

export default defineSequence({
  id: 'seq-blind-then-act',
  topic: 'L',
  title: 'Watching switched off, then acted',
  severity: 'critical',
  attack: ['T1685', 'T1685.002'],
  why: 'Somebody took the cameras down before doing what they came for. What is seen here is the part that was still logged.',
  benign: ['An account is taken down'],
  runbook: [
    'Switch it on again at once: aws cloudtrail start-logging --name TRAIL --region {region}, or what the first event named here switched off.',
    'Treat the time from the first event to now as unseen: look for other sources (VPC flow logs, access logs, S3 server logs, an organization trail).',
    'Take the credentials of {principal} (key {key}, from {ip}) away.',
    'Read all that {principal} did from {time-6h} to {time+1h}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-6h} (event history goes on when trails are stopped)',
    'Compare IAM with what it was before: aws iam get-account-authorization-details; new users, keys, roles and trusts are what an intruder leaves.',
  ],
  key: 'account',
  withinHours: 6,
  ordered: true,
  steps: [
    {
      title: 'watching switched off',
      detections: ['ct-stopped-deleted', 'ct-selectors-narrowed', 'sec-services-off'],
      minSeverity: 'high',
      succeeded: true,
    },
    { title: 'acted', detections: ACTS.map(({ id }) => id), minSeverity: 'high', succeeded: true },
  ],
  examples: () => ({
    fires: [
      { title: 'trail stopped, then an API opened', severity: 'critical', records: [stopped, opened(30)] },
      { title: 'in the same second', severity: 'critical', records: [opened(0), stopped] },
    ],
    quiet: [
      { title: 'opened first', records: [opened(-30), stopped] },
      {
        title: 'the trail held',
        records: [record('cloudtrail', 'StopLogging', { params: trail, error: { code: 'AccessDenied' } }), opened(30)],
      },
      { title: 'the act refused', records: [stopped, opened(30, { error: { code: 'AccessDeniedException' } })] },
      { title: 'another account', records: [stopped, opened(30, { account: '222222222222' })] },
      { title: 'the next day', records: [stopped, opened(1440)] },
    ],
  }),
});
