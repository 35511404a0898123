import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { firstIn } from './newcomer.ts';

function exported(s3BucketName: string, difference = {}) {
  return record('rds', 'StartExportTask', {
    params: {
      exportTaskIdentifier: 'orders',
      sourceArn: 'arn:aws:rds:eu-central-1:111111111111:snapshot:orders-nightly',
      s3BucketName,
      iamRoleArn: 'arn:aws:iam::111111111111:role/rds-export',
      kmsKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
    },
    ...difference,
  });
}
const usual = daily(6, (minute) => exported('analytics-exports', { minute, by: role('exporter') }));

function bucketOf({ params }: TrailEvent): string | undefined {
  return filled(params, 's3BucketName') ?? filled(params, 'targetBucket') ?? filled(params, 'destination');
}

function sourceOf({ params }: TrailEvent): string {
  const named =
    filled(params, 'sourceArn') ??
    filled(params, 'sourceSnapshotName') ??
    filled(params, 'serverlessCacheSnapshotName') ??
    filled(params, 'logGroupName');
  return named?.startsWith('arn:') ? named.replace(/^.*:/, '') : (named ?? '(unknown)');
}

export default defineDetection({
  id: 'rds-exported',
  topic: 'X',
  title: 'Database or logs exported to a new bucket',
  severity: 'high',
  attack: ['T1537', 'T1530'],
  why: 'A whole database leaves as files, past its users, its network and its audit log.',
  benign: ['A new analytics job', 'Logs exported for an investigation'],
  runbook: [
    'Ask {principal} whose bucket it is; yours are listed by: aws s3api list-buckets --query "Buckets[].Name".',
    'See what runs: aws rds describe-export-tasks --region {region}; aws logs describe-export-tasks --region {region}.',
    'Stop it: aws rds cancel-export-task --export-task-identifier ID --region {region}; aws logs cancel-export-task --task-id ID --region {region}.',
    'If the bucket is yours, see who reads from it since {time}: aws s3api get-bucket-policy --bucket BUCKET.',
    'Else treat the data of {target} as taken.',
  ],
  on: {
    source: ['rds', 'elasticache', 'memorydb', 'logs'],
    names: ['StartExportTask', 'CopySnapshot', 'ExportServerlessCacheSnapshot', 'CreateExportTask'],
  },
  match: (event) => {
    const bucket = bucketOf(event);
    if (bucket === undefined) return false;
    const source = sourceOf(event);
    const isLog = event.service === 'logs';
    return {
      what: `exported ${isLog ? 'log group' : 'snapshot'} ${source} to bucket ${bucket}`,
      resource: `bucket ${bucket}`,
      target: source,
      ...(isLog ? { severity: 'medium' as const } : {}),
    };
  },
  state: { firstSeen: firstIn(bucketOf, 'bucket', 'medium') },
  examples: () => ({
    fires: [
      { title: 'another bucket than every night', severity: 'high', records: [...usual, exported('drop')] },
      { title: 'little is known yet', severity: 'medium', records: [exported('analytics-exports')] },
      {
        title: 'a cache',
        severity: 'high',
        records: [
          ...usual,
          record('elasticache', 'CopySnapshot', {
            params: { sourceSnapshotName: 'sessions', targetSnapshotName: 'sessions', targetBucket: 'drop' },
          }),
        ],
      },
      {
        title: 'logs',
        severity: 'medium',
        records: [record('logs', 'CreateExportTask', { params: { logGroupName: '/api/orders', destination: 'drop' } })],
      },
    ],
    quiet: [
      {
        title: 'a copy that stays',
        records: [
          record('elasticache', 'CopySnapshot', { params: { sourceSnapshotName: 'a', targetSnapshotName: 'b' } }),
        ],
      },
      { title: 'refused', records: [exported('drop', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
