import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads } from './acts.ts';

export const BUCKET = 'example-org-trail';
const TRAIL = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`;
const service = (Service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });
const bucketPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'acl',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: `arn:aws:s3:::${BUCKET}`,
    },
    {
      Sid: 'write',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${ACCOUNT}/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL } },
    },
  ],
};
export const PLAN = {
  backupPlanName: 'daily',
  rules: [
    {
      ruleName: 'daily',
      targetBackupVaultName: 'main',
      scheduleExpression: 'cron(0 3 * * ? *)',
      lifecycle: { deleteAfterDays: 35 },
    },
  ],
};
export const ALARM = {
  alarmName: 'api-5xx',
  namespace: 'AWS/ApiGateway',
  metricName: '5XXError',
  alarmActions: [`arn:aws:sns:eu-central-1:${ACCOUNT}:oncall`],
};

/** An account set up: its trail and bucket, Config, GuardDuty, Security Hub, backups, a rule, an alarm, guards. */
export const BUILD: readonly Act[] = [
  ...reads('sts:GetCallerIdentity', 'cloudtrail:DescribeTrails', 'iam:GetAccountPasswordPolicy', 's3:ListBuckets'),
  call('s3:CreateBucket', { bucketName: BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  call('s3:PutBucketPublicAccessBlock', {
    bucketName: BUCKET,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  }),
  call('s3:PutBucketVersioning', { bucketName: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
  call('s3:PutBucketPolicy', { bucketName: BUCKET, bucketPolicy }),
  call('s3:PutBucketLifecycle', {
    bucketName: BUCKET,
    LifecycleConfiguration: {
      Rule: [
        {
          ID: 'cold',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          Transition: { Days: 90, StorageClass: 'GLACIER' },
          Expiration: { Days: 2555 },
        },
      ],
    },
  }),
  call('logs:CreateLogGroup', { logGroupName: 'trail' }),
  call('iam:CreateRole', { roleName: 'trail-to-logs', assumeRolePolicyDocument: service('cloudtrail.amazonaws.com') }),
  call('cloudtrail:CreateTrail', {
    name: 'main',
    s3BucketName: BUCKET,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    includeGlobalServiceEvents: true,
  }),
  call('cloudtrail:PutEventSelectors', {
    trailName: 'main',
    eventSelectors: [
      { readWriteType: 'All', includeManagementEvents: true, dataResources: [], excludeManagementEventSources: [] },
    ],
  }),
  call('cloudtrail:StartLogging', { name: TRAIL }),
  call('s3:PutAccountPublicAccessBlock', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  }),
  call('iam:UpdateAccountPasswordPolicy', {
    minimumPasswordLength: 16,
    requireSymbols: true,
    requireNumbers: true,
    maxPasswordAge: 0,
    passwordReusePrevention: 24,
  }),
  call('ec2:EnableEbsEncryptionByDefault', { EnableEbsEncryptionByDefaultRequest: '' }),
  call('iam:CreateServiceLinkedRole', { aWSServiceName: 'config.amazonaws.com' }),
  call('config:PutConfigurationRecorder', {
    configurationRecorder: {
      name: 'default',
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    },
  }),
  call('config:PutDeliveryChannel', { deliveryChannel: { name: 'default', s3BucketName: 'example-config' } }),
  call('config:StartConfigurationRecorder', { configurationRecorderName: 'default' }),
  call('guardduty:CreateDetector', { enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES' }),
  call('securityhub:EnableSecurityHub', { enableDefaultStandards: true }),
  call('access-analyzer:CreateAnalyzer', { analyzerName: 'account', type: 'ACCOUNT' }),
  call('account:PutAlternateContact', { alternateContactType: 'SECURITY', emailAddress: 'security@example.com' }),
  call('backup:CreateBackupVault', { backupVaultName: 'main' }),
  call('backup:CreateBackupPlan', { backupPlan: PLAN }),
  call('iam:CreateRole', { roleName: 'backup', assumeRolePolicyDocument: service('backup.amazonaws.com') }),
  call('iam:AttachRolePolicy', {
    roleName: 'backup',
    policyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  }),
  call('backup:CreateBackupSelection', {
    backupPlanId: 'plan-1',
    backupSelection: { selectionName: 'tagged', iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup` },
  }),
  call('events:PutRule', {
    name: 'guardduty-findings',
    eventPattern: '{"source":["aws.guardduty"]}',
    state: 'ENABLED',
  }),
  call('events:PutTargets', {
    rule: 'guardduty-findings',
    targets: [{ id: 'oncall', arn: `arn:aws:sns:eu-central-1:${ACCOUNT}:oncall` }],
  }),
  call('events:PutRule', { name: 'nightly-report', scheduleExpression: 'cron(0 4 * * ? *)', state: 'ENABLED' }),
  call('logs:PutMetricFilter', {
    logGroupName: 'trail',
    filterName: 'root-used',
    filterPattern: '{ $.userIdentity.type = "Root" }',
  }),
  call('monitoring:PutMetricAlarm', ALARM),
];
