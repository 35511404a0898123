import { parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { delivers, givenLogBucket } from './log-store.ts';

/** Where CloudTrail, its digests and other services put what they log. */
const LOG_KEY = /(?:^|\/)AWSLogs\//;
const BUCKET = 'org-trail-1111';
const KEY =
  'AWSLogs/111111111111/CloudTrail/eu-central-1/2026/11/02/111111111111_CloudTrail_eu-central-1_20261102T1000Z_x.json.gz';

function remove(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('s3', name, {
    params: { bucketName: BUCKET, ...params },
    also: { eventCategory: 'Data' },
    ...difference,
  });
}

/** The keys that a call deletes; a batch names its objects, where it names them at all, only among the record's resources. */
function keysOf({ params, raw }: TrailEvent): string[] {
  const named = list(raw.resources).flatMap((resource) => {
    const path = parseArn(filled(resource, 'ARN') ?? '')?.resource ?? '';
    return path.includes('/') ? [path.slice(path.indexOf('/') + 1)] : [];
  });
  return [filled(params, 'key') ?? [], named].flat();
}

export default defineDetection({
  id: 'ct-objects-deleted',
  topic: 'L',
  title: 'Log files deleted',
  severity: 'critical',
  attack: ['T1070'],
  why: 'Somebody removes the record of what was done. Expiry by a lifecycle rule leaves no such event: this was a person or a program.',
  benign: ['A clean-up of a trial account'],
  runbook: [
    'Stop it first: take the credentials of {principal} (key {key}) away.',
    'If {target} is versioned, the files are still there: aws s3api list-object-versions --bucket {target} --prefix AWSLogs/ and delete the delete markers.',
    'What digest files name and the bucket no longer holds is missing: compare both for {time-24h} to {time+1h}.',
    'Read what the same account did in the hours that are missing from another trail, or from event history: aws cloudtrail lookup-events --region {region} --start-time {time-24h} --end-time {time}.',
  ],
  // CloudTrail records these only where data events are switched on for the bucket.
  on: { source: 's3', names: ['DeleteObject', 'DeleteObjects'], outcome: ['success', 'denied'] },
  match: (event) => {
    const bucket = filled(event.params, 'bucketName');
    const keys = keysOf(event);
    const isLog = keys.some((key) => LOG_KEY.test(key));
    // A batch that names nothing matters only in a bucket that is known to hold logs.
    if (bucket === undefined || (keys.length > 0 && !isLog)) return false;
    const refused = event.outcome === 'denied';
    const [first = 'objects'] = keys;
    return {
      what: `${refused ? 'tried to delete' : 'deleted'} ${keys.length > 1 ? `${keys.length} log files` : first} ${refused ? 'from' : 'of'} bucket ${bucket}`,
      resource: `bucket ${bucket}`,
      target: bucket,
      severity: isLog ? (refused ? 'high' : 'critical') : 'info',
    };
  },
  state: {
    given: {
      ...givenLogBucket(({ params }) => filled(params, 'bucketName')),
      judge: (whose, severity) => ({
        ...(severity === 'info' ? { severity: 'critical' as const } : {}),
        reason: `CloudTrail writes ${whose} to this bucket`,
      }),
    },
    count: {
      subject: ({ params, principal }) => `${filled(params, 'bucketName')} ${principal.key}`,
      atLeast: 1,
      withinMinutes: 60,
      noun: 'deletions',
    },
  },
  examples: () => ({
    fires: [
      { title: 'one log file', severity: 'critical', records: [remove('DeleteObject', { key: KEY })] },
      {
        title: 'refused',
        severity: 'high',
        records: [remove('DeleteObject', { key: KEY }, { error: { code: 'AccessDenied' } })],
      },
      {
        title: 'a batch from a known log bucket',
        severity: 'critical',
        records: [delivers(BUCKET), remove('DeleteObjects', { delete: '' })],
      },
      {
        title: 'a batch that names its objects',
        severity: 'critical',
        records: [
          remove(
            'DeleteObjects',
            { delete: '' },
            {
              also: {
                resources: [
                  { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${BUCKET}/${KEY}` },
                  { type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${BUCKET}` },
                ],
              },
            },
          ),
        ],
      },
    ],
    quiet: [
      {
        title: 'an object that is no log',
        records: [delivers(BUCKET), remove('DeleteObject', { key: 'exports/AWSLogs-notes.txt' })],
      },
      { title: 'a batch from any bucket', records: [remove('DeleteObjects', { delete: '' })] },
      {
        title: 'there was no such object',
        records: [remove('DeleteObject', { key: KEY }, { error: { code: 'NoSuchKey' } })],
      },
    ],
  }),
});
