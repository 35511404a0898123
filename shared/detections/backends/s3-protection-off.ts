import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, list } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { ROOT, record, role } from '../example.ts';
import type { Severity } from '../severity.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('s3', name, { params: { bucketName: 'orders-uploads', ...params }, ...difference });
}
const versioning = (VersioningConfiguration: Record<string, unknown>, difference = {}) =>
  call('PutBucketVersioning', { versioning: '', VersioningConfiguration }, difference);
const logging = (BucketLoggingStatus: unknown) => call('PutBucketLogging', { logging: '', BucketLoggingStatus });

type Loss = { readonly what: string; readonly severity: Severity };

const LOSSES: ReadonlyMap<string, (event: TrailEvent) => Loss | undefined> = new Map([
  ['PutBucketVersioning', unversioned],
  // What is written from then on is encrypted with S3's own key: whoever may read the bucket may read it.
  ['DeleteBucketEncryption', () => ({ what: 'took the encryption key off', severity: 'medium' })],
  ['DeleteBucketReplication', () => ({ what: 'stopped the copies of', severity: 'medium' })],
  ['PutBucketLogging', unlogged],
  ['PutBucketObjectLockConfiguration', unlocked],
]);

function unversioned({ params, principal }: TrailEvent): Loss | undefined {
  const configuration = at(params, 'VersioningConfiguration');
  if (filled(configuration, 'Status') === 'Suspended') return { what: 'suspended versioning of', severity: 'high' };
  // Terraform says Disabled of every bucket; only root may change it.
  const off = filled(configuration, 'MfaDelete') === 'Disabled' && principal.class === 'root';
  return off ? { what: 'switched off MFA delete of', severity: 'high' } : undefined;
}

function unlogged({ params }: TrailEvent): Loss | undefined {
  const status = at(params, 'BucketLoggingStatus');
  if (status === undefined || filled(status, 'LoggingEnabled', 'TargetBucket') !== undefined) return undefined;
  return { what: 'switched off access logs of', severity: 'medium' };
}

function unlocked({ params }: TrailEvent): Loss | undefined {
  const configuration = at(params, 'ObjectLockConfiguration');
  if (configuration === undefined || list(configuration, 'Rule').length > 0) return undefined;
  return { what: 'ended the retention of new objects of', severity: 'high' };
}

export default defineDetection({
  id: 's3-protection-off',
  topic: 'B',
  title: "Bucket's versions, lock, encryption or log switched off",
  severity: 'high',
  attack: ['T1485', 'T1490'],
  why: 'Without versions and lock, what is deleted or overwritten is gone; without a log nobody can say who did it.',
  benign: ['Cost of old versions', 'A bucket is about to be taken down'],
  runbook: [
    'Ask {principal} why; stop them if deletions follow.',
    'See how it stands: aws s3api get-bucket-versioning --bucket {target}; aws s3api get-object-lock-configuration --bucket {target}; aws s3api get-bucket-encryption --bucket {target}; aws s3api get-bucket-logging --bucket {target}.',
    'Put it back: aws s3api put-bucket-versioning --bucket {target} --versioning-configuration Status=Enabled; the rest from its template.',
    'Look for deletions, a short lifecycle rule or new keys on {target} since {time}.',
  ],
  on: { source: 's3', names: [...LOSSES.keys()] },
  match: (event) => {
    const loss = LOSSES.get(event.name)?.(event);
    if (loss === undefined) return false;
    const bucket = filled(event.params, 'bucketName') ?? '(unknown)';
    const what = `${loss.what} bucket ${bucket}`;
    return { ...loss, what, resource: `bucket ${bucket}`, target: bucket, ...shipped(event) };
  },
  examples: () => ({
    fires: [
      { title: 'versions', severity: 'high', records: [versioning({ Status: 'Suspended' })] },
      {
        title: 'MFA delete',
        severity: 'high',
        records: [versioning({ Status: 'Enabled', MfaDelete: 'Disabled' }, { by: ROOT })],
      },
      { title: 'encryption', severity: 'medium', records: [call('DeleteBucketEncryption', { encryption: '' })] },
      { title: 'the log', severity: 'medium', records: [logging('')] },
      { title: 'copies', severity: 'medium', records: [call('DeleteBucketReplication', { replication: '' })] },
      {
        title: 'the lock',
        severity: 'high',
        records: [
          call('PutBucketObjectLockConfiguration', { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
        ],
      },
      {
        title: 'a stack taken down',
        severity: 'low',
        records: [
          versioning({ Status: 'Suspended' }, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
    ],
    quiet: [
      { title: 'versions on', records: [versioning({ Status: 'Enabled' })] },
      {
        title: 'Terraform says MFA delete is off',
        records: [versioning({ Status: 'Enabled', MfaDelete: 'Disabled' })],
      },
      { title: 'the log goes elsewhere', records: [logging({ LoggingEnabled: { TargetBucket: 'access-logs' } })] },
      {
        title: 'a lock with a retention',
        records: [
          call('PutBucketObjectLockConfiguration', {
            ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 30 } } },
          }),
        ],
      },
      { title: 'refused', records: [versioning({ Status: 'Suspended' }, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
