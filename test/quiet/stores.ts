import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call } from './acts.ts';
import {
  BUCKETS,
  DB,
  KEY,
  keyPolicy,
  lifecycle,
  PARAMETERS,
  QUEUE,
  queuePolicy,
  SECRETS,
  TOPIC,
  tlsOnly,
} from './stores-parts.ts';

const bucket = (bucketName: string): Act[] => [
  call('s3:CreateBucket', { bucketName, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  call('s3:PutBucketPublicAccessBlock', {
    bucketName,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  }),
  call('s3:PutBucketEncryption', {
    bucketName,
    ServerSideEncryptionConfiguration: {
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } },
    },
  }),
  call('s3:PutBucketVersioning', { bucketName, VersioningConfiguration: { Status: 'Enabled' } }),
  call('s3:PutBucketOwnershipControls', {
    bucketName,
    OwnershipControls: { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } },
  }),
  call('s3:PutBucketLogging', {
    bucketName,
    BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'example-access-logs', TargetPrefix: bucketName } },
  }),
  call('s3:PutBucketPolicy', { bucketName, bucketPolicy: tlsOnly(bucketName) }),
  call('s3:PutBucketLifecycle', { bucketName, ...lifecycle(30) }),
];

/** A key, buckets, a database, a table, secrets, a topic with its queue. */
export const BUILD: readonly Act[] = [
  call('kms:CreateKey', {
    description: 'shop',
    policy: keyPolicy,
    bypassPolicyLockoutSafetyCheck: false,
    keySpec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
  }),
  call('kms:CreateAlias', { aliasName: 'alias/shop', targetKeyId: KEY }),
  call('kms:EnableKeyRotation', { keyId: KEY }),
  ...BUCKETS.flatMap(bucket),
  call('rds:CreateDBSubnetGroup', { dBSubnetGroupName: 'shop', subnetIds: ['subnet-0a', 'subnet-0b'] }),
  call('rds:CreateDBInstance', {
    ...DB,
    engine: 'postgres',
    publiclyAccessible: false,
    storageEncrypted: true,
    backupRetentionPeriod: 7,
    deletionProtection: true,
    manageMasterUserPassword: true,
    masterUsername: 'shop',
  }),
  call('dynamodb:CreateTable', {
    tableName: 'carts',
    billingMode: 'PAY_PER_REQUEST',
    deletionProtectionEnabled: false,
  }),
  call('dynamodb:UpdateContinuousBackups', {
    tableName: 'carts',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  }),
  ...SECRETS.flatMap((name) => [
    call('secretsmanager:CreateSecret', { name, forceOverwriteReplicaSecret: false }),
    call('secretsmanager:PutSecretValue', { secretId: name }),
  ]),
  ...PARAMETERS.map((name) => call('ssm:PutParameter', { name, type: 'SecureString', overwrite: false })),
  call('sns:CreateTopic', { name: 'orders', attributes: { KmsMasterKeyId: 'alias/shop' } }),
  call('sqs:CreateQueue', { queueName: 'orders', attributes: { Policy: queuePolicy, SqsManagedSseEnabled: 'true' } }),
  call('sqs:SetQueueAttributes', { queueUrl: QUEUE, attributes: { Policy: queuePolicy } }),
  call('sns:Subscribe', { topicArn: TOPIC, protocol: 'sqs', endpoint: `arn:aws:sqs:eu-central-1:${ACCOUNT}:orders` }),
];
