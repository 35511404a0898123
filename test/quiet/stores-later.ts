import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads } from './acts.ts';
import { BUCKETS, DB, KEY, keyPolicy, PARAMETERS, QUEUE, REFRESH, SECRETS, TOPIC } from './stores-parts.ts';

/** More backups, a copy before a migration, a larger machine, rotation, a new reader of the key. */
export const UPDATE: readonly Act[] = [
  ...REFRESH,
  call('rds:CreateDBSnapshot', { ...DB, dBSnapshotIdentifier: 'shop-before-migration' }),
  call('rds:ModifyDBInstance', {
    ...DB,
    backupRetentionPeriod: 14,
    dBInstanceClass: 'db.t4g.large',
    applyImmediately: true,
  }),
  call('rds:DeleteDBSnapshot', { dBSnapshotIdentifier: 'shop-before-migration' }),
  call('kms:PutKeyPolicy', { keyId: KEY, policyName: 'default', policy: keyPolicy.replace('web-task', 'worker-task') }),
  call('secretsmanager:RotateSecret', { secretId: 'shop/db', rotationRules: { automaticallyAfterDays: 30 } }),
  call('secretsmanager:PutResourcePolicy', {
    secretId: 'shop/db',
    blockPublicPolicy: true,
    resourcePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/web-task` },
          Action: 'secretsmanager:GetSecretValue',
          Resource: '*',
        },
      ],
    }),
  }),
  call('s3:PutBucketLifecycle', {
    bucketName: 'example-exports',
    LifecycleConfiguration: {
      Rule: [
        { ID: 'exports', Status: 'Enabled', Filter: { Prefix: 'daily/' }, Expiration: { Days: 90 } },
        { ID: 'cold', Status: 'Enabled', Filter: { Prefix: '' }, Transition: { Days: 30, StorageClass: 'GLACIER_IR' } },
      ],
    },
  }),
  call('dynamodb:UpdateTable', { tableName: 'carts', deletionProtectionEnabled: true }),
  call('sqs:SetQueueAttributes', { queueUrl: QUEUE, attributes: { VisibilityTimeout: '60' } }),
  call('sns:SetTopicAttributes', { topicArn: TOPIC, attributeName: 'DisplayName', attributeValue: 'Orders' }),
];

const bucketGone = (bucketName: string): Act[] => [
  ...reads('s3:ListObjectVersions', 's3:GetBucketPolicy'),
  call('s3:DeleteBucketPolicy', { bucketName }),
  call('s3:DeleteBucketLifecycle', { bucketName }),
  call('s3:DeleteBucketEncryption', { bucketName }),
  call('s3:DeleteBucketPublicAccessBlock', { bucketName }),
  call('s3:PutBucketLogging', { bucketName, BucketLoggingStatus: {} }),
  call('s3:DeleteBucketOwnershipControls', { bucketName }),
  call('s3:DeleteBucket', { bucketName }),
];

/** All of it taken away; a last copy of the database stays. */
export const TEARDOWN: readonly Act[] = [
  ...REFRESH,
  call('rds:ModifyDBInstance', { ...DB, deletionProtection: false, applyImmediately: true }),
  call('rds:DeleteDBInstance', { ...DB, skipFinalSnapshot: false, finalDBSnapshotIdentifier: 'shop-final' }),
  call('rds:DeleteDBSubnetGroup', { dBSubnetGroupName: 'shop' }),
  call('dynamodb:UpdateTable', { tableName: 'carts', deletionProtectionEnabled: false }),
  call('dynamodb:DeleteTable', { tableName: 'carts' }),
  ...SECRETS.map((secretId) => call('secretsmanager:DeleteSecret', { secretId, recoveryWindowInDays: 7 })),
  ...PARAMETERS.map((name) => call('ssm:DeleteParameter', { name })),
  call('sns:DeleteTopic', { topicArn: TOPIC }),
  call('sqs:DeleteQueue', { queueUrl: QUEUE }),
  ...BUCKETS.flatMap(bucketGone),
  call('kms:DeleteAlias', { aliasName: 'alias/shop' }),
  call('kms:ScheduleKeyDeletion', { keyId: KEY, pendingWindowInDays: 30 }),
];
