import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { BUCKET_CHANGES, harmTo, isMild } from './bucket-change.ts';
import { delivers, givenLogBucket, looksLikeLogs } from './log-store.ts';

const BUCKET = 'org-trail-1111';
const change = (name: string, params: Record<string, unknown> = {}, bucketName = BUCKET) =>
  record('s3', name, { params: { bucketName, ...params } });
const expiry = (days: number, bucketName = BUCKET) =>
  change(
    'PutBucketLifecycle',
    { LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: days } } } },
    bucketName,
  );
const writes = (...services: string[]) => ({
  bucketPolicy: {
    Statement: services.map((Service) => ({
      Effect: 'Allow',
      Principal: { Service: [Service, 'config.amazonaws.com'] },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    })),
  },
});
const trail = record('cloudtrail', 'CreateTrail', { minute: -60, params: { name: 'main', s3BucketName: BUCKET } });

export default defineDetection({
  id: 'ct-bucket-tampered',
  topic: 'L',
  title: 'Log bucket tampered with',
  severity: 'critical',
  attack: ['T1685.002'],
  why: 'Whoever controls the bucket controls the evidence: logs can be lost, shortened, read or kept from arriving at all.',
  benign: ['Retention is changed on purpose', 'The log archive moves to another bucket'],
  runbook: [
    'Ask {principal} whether the change of {resource} was planned.',
    'See the bucket now: aws s3api get-bucket-policy --bucket {target}; aws s3api get-bucket-lifecycle-configuration --bucket {target}; aws s3api get-bucket-versioning --bucket {target}.',
    'If it was not, put the policy, lifecycle and versioning of before back first: expiry deletes within a day.',
    'See that logs still arrive: aws cloudtrail describe-trails --region {region}, then aws cloudtrail get-trail-status --region {region} --name NAME (LatestDeliveryError).',
    'Treat what {principal} (key {key}) did from {time-24h} to {time+1h} as an attack until it is explained.',
  ],
  on: { source: 's3', names: BUCKET_CHANGES },
  match: (event) => {
    const bucket = filled(event.params, 'bucketName');
    const harm = bucket === undefined ? undefined : harmTo(event);
    if (bucket === undefined || harm === undefined) return false;
    return {
      what: `${harm} bucket ${bucket}`,
      resource: `bucket ${bucket}`,
      target: bucket,
      // A name is a guess. What is not known to hold logs by name, list or CloudTrail itself stays quiet.
      severity: isMild(harm) ? 'low' : looksLikeLogs(bucket) ? 'medium' : 'info',
      listed: [{ list: 'logBuckets', names: [bucket], severity: isMild(harm) ? 'medium' : 'critical' }],
    };
  },
  state: { given: givenLogBucket(({ params }) => filled(params, 'bucketName')) },
  examples: () => ({
    fires: [
      { title: 'logs expire after a day', severity: 'critical', records: [delivers(BUCKET), expiry(1)] },
      {
        title: 'the bucket known from the trail',
        severity: 'critical',
        records: [trail, change('DeleteBucketPolicy')],
      },
      {
        title: 'a policy without CloudTrail',
        severity: 'critical',
        records: [trail, change('PutBucketPolicy', writes('logging.s3.amazonaws.com'))],
      },
      {
        title: 'a policy with CloudTrail',
        severity: 'medium',
        records: [trail, change('PutBucketPolicy', writes('cloudtrail.amazonaws.com'))],
      },
      {
        title: 'versioning suspended',
        severity: 'critical',
        records: [trail, change('PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } })],
      },
      {
        title: 'object lock removed',
        severity: 'critical',
        records: [
          trail,
          change('PutBucketObjectLockConfiguration', { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
        ],
      },
      {
        title: 'Block Public Access weakened',
        severity: 'critical',
        records: [
          trail,
          change('PutBucketPublicAccessBlock', {
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              IgnorePublicAcls: true,
              BlockPublicPolicy: false,
              RestrictPublicBuckets: true,
            },
          }),
        ],
      },
      ...[
        'DeleteBucket',
        'DeleteBucketPublicAccessBlock',
        'DeleteBucketReplication',
        'PutBucketReplication',
        'PutBucketAcl',
        'PutObjectLockConfiguration',
      ].map((name) => ({ title: name, severity: 'critical' as const, records: [trail, change(name)] })),
      {
        title: 'a bucket on your list',
        severity: 'critical',
        lists: { logBuckets: ['archive-*'] },
        records: [expiry(30, 'archive-eu')],
      },
      { title: 'a bucket that only sounds like logs', severity: 'medium', records: [expiry(30, 'acme-access-logs')] },
      {
        title: 'a policy with CloudTrail among others',
        severity: 'medium',
        records: [trail, change('PutBucketPolicy', writes('logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com'))],
      },
    ],
    quiet: [
      {
        title: 'the policy of any other bucket',
        records: [change('PutBucketPolicy', writes('cloudtrail.amazonaws.com'), 'build-cache')],
      },
      { title: 'any other bucket', records: [trail, expiry(1, 'build-cache')] },
      { title: 'expiry after years', records: [trail, expiry(400)] },
      {
        title: 'an expiry that is switched off',
        records: [
          trail,
          change('PutBucketLifecycle', {
            LifecycleConfiguration: { Rule: [{ Status: 'Disabled', Expiration: { Days: 1 } }] },
          }),
        ],
      },
      {
        title: 'versioning enabled',
        records: [trail, change('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } })],
      },
      {
        title: 'Block Public Access complete',
        records: [
          trail,
          change('PutBucketPublicAccessBlock', {
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: 'true',
              IgnorePublicAcls: true,
              BlockPublicPolicy: true,
              RestrictPublicBuckets: true,
            },
          }),
        ],
      },
      {
        title: 'object lock set',
        records: [
          trail,
          change('PutBucketObjectLockConfiguration', {
            ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } } },
          }),
        ],
      },
    ],
  }),
});
