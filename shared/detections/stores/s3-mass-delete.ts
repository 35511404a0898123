import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, iamUser, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { bucketOf, DATA_EVENT, newInBucket, objectOf } from './s3-object.ts';

const bucketName = 'orders-uploads';
const THRESHOLD = 50;

const one = (key: string, difference = {}, more = {}) =>
  record('s3', 'DeleteObject', {
    params: { bucketName, key, ...more },
    also: DATA_EVENT,
    by: iamUser(),
    ...difference,
  });
const many = (count: number, difference = {}) =>
  burst(count, (index, minute) => one(`invoices/${index}.pdf`, { ...difference, minute }));
const batch = (bytesTransferredIn: number, difference = {}) =>
  record('s3', 'DeleteObjects', {
    params: { bucketName, delete: '', 'x-id': 'DeleteObjects' },
    by: iamUser(),
    also: { ...DATA_EVENT, additionalEventData: { bytesTransferredIn } },
    ...difference,
  });
const app = role('orders-app');

/**
 * The objects a call deletes. DeleteObjects takes up to 1,000 and CloudTrail names none, nor their number; each takes some 50
 * to 150 bytes of the request, whose size is told.
 */
function deleted(event: TrailEvent): string[] {
  const object = objectOf(event);
  if (object !== undefined) return [`${object}?${filled(event.params, 'versionId') ?? ''}`];
  const bytes = amount(event.additional, 'bytesTransferredIn') ?? 0;
  const count = Math.min(64, Math.max(1, Math.floor(bytes / 100)));
  return Array.from({ length: count }, (_, index) => `${event.id}#${index}`);
}

export default defineDetection({
  id: 's3-mass-delete',
  topic: 'X',
  title: 'Many objects of a bucket deleted',
  severity: 'high',
  attack: ['T1485'],
  why: 'A bucket is emptied in seconds; with all versions deleted, nothing brings it back. Extortion ends this way, after a copy was taken.',
  benign: ['A clean-up that runs for the first time', 'A test bucket is emptied'],
  runbook: [
    'Stop it: cut {key} of {principal} off, or put a Deny on s3:DeleteObject and s3:DeleteObjectVersion into the policy of bucket {target}.',
    'See what is left: aws s3api list-object-versions --bucket {target} --max-items 20 (DeleteMarkers can be removed, deleted versions cannot); aws s3api get-bucket-versioning --bucket {target}.',
    'See whether it was read first: GetObject and CopyObject of {principal} on {target} from {time-1h} to {time}.',
    'Restore from a backup or replica; look for a note in the bucket, and keep the log files.',
  ],
  // Data events of AWS::S3::Object: the trail must record them.
  on: { source: 's3', names: ['DeleteObject', 'DeleteObjects'] },
  match: (event) => {
    const bucket = bucketOf(event);
    if (bucket === undefined || event.principal.class === 'service') return false;
    const reasons = filled(event.params, 'versionId') === undefined ? [] : ['versions are deleted, for good'];
    const what = `deleted many objects of bucket ${bucket}`;
    return eased(event, { what, resource: `bucket ${bucket}`, target: bucket, reasons }, 'low');
  },
  state: {
    firstSeen: newInBucket('medium', 'low'),
    count: {
      subject: (event) => event.principal.key,
      distinct: deleted,
      atLeast: THRESHOLD,
      withinMinutes: 10,
      noun: 'objects deleted (or more)',
    },
  },
  examples: () => ({
    fires: [
      { title: 'little is known yet', severity: 'medium', records: many(THRESHOLD) },
      {
        title: 'by somebody who never deleted here',
        severity: 'high',
        records: [...daily(5, (minute) => one('tmp', { minute, by: app })), ...many(THRESHOLD)],
      },
      { title: 'one batch', severity: 'medium', records: [batch(5_000)] },
      {
        title: 'by the application that deletes here',
        severity: 'low',
        records: [...daily(6, (minute) => one('tmp', { minute, by: app })), ...many(THRESHOLD, { by: app })],
      },
      {
        title: 'batches of unknown size',
        severity: 'medium',
        records: burst(THRESHOLD, (_index, minute) => batch(0, { minute, also: DATA_EVENT })),
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [
          ...daily(5, (minute) => one('tmp', { minute, by: iamUser() })),
          ...many(THRESHOLD, { by: role('deploy') }),
        ],
      },
    ],
    quiet: [
      { title: 'one object', records: many(1) },
      { title: 'fewer', records: many(THRESHOLD - 1) },
      { title: 'the same object again and again', records: burst(60, (_index, minute) => one('lock', { minute })) },
      { title: 'a batch of a few', records: [batch(400)] },
      { title: 'refused', records: many(80, { error: { code: 'AccessDenied' } }) },
      { title: 'a batch of almost as many', records: [batch(4_999)] },
      { title: 'small batches', records: burst(THRESHOLD - 1, (_index, minute) => batch(80, { minute })) },
      {
        title: 'slowly',
        records: burst(THRESHOLD, (index, minute) => one(`invoices/${index}.pdf`, { minute }), 10.6 / THRESHOLD),
      },
      { title: 'a service clears up', records: many(60, { by: role('AWSServiceRoleForBackup') }) },
    ],
  }),
});
