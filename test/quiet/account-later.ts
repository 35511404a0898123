import { ACCOUNT } from '../../shared/detections/example.ts';
import { ALARM, BUCKET, PLAN } from './account.ts';
import { type Act, call, reads } from './acts.ts';

/** Other times, other thresholds, more kept. */
export const UPDATE: readonly Act[] = [
  ...reads(
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'backup:GetBackupPlan',
  ),
  call('cloudtrail:UpdateTrail', {
    name: 'main',
    s3BucketName: BUCKET,
    cloudWatchLogsLogGroupArn: `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:trail:*`,
    cloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/trail-to-logs`,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    includeGlobalServiceEvents: true,
  }),
  call('cloudtrail:PutEventSelectors', {
    trailName: 'main',
    eventSelectors: [
      {
        readWriteType: 'All',
        includeManagementEvents: true,
        dataResources: [{ type: 'AWS::Lambda::Function', values: ['arn:aws:lambda'] }],
        excludeManagementEventSources: [],
      },
    ],
  }),
  call('logs:PutRetentionPolicy', { logGroupName: 'trail', retentionInDays: 365 }),
  call('backup:UpdateBackupPlan', { backupPlanId: 'plan-1', backupPlan: PLAN }),
  call('events:PutRule', { name: 'nightly-report', scheduleExpression: 'cron(30 4 * * ? *)', state: 'ENABLED' }),
  call('monitoring:PutMetricAlarm', { ...ALARM, threshold: 10 }),
  call('guardduty:UpdateDetector', { detectorId: 'd1', enable: true, findingPublishingFrequency: 'ONE_HOUR' }),
];

/** What no longer is needed goes; what watches the account stays. */
export const TEARDOWN: readonly Act[] = [
  call('events:RemoveTargets', { rule: 'nightly-report', ids: ['report'] }),
  call('events:DeleteRule', { name: 'nightly-report' }),
  call('monitoring:DeleteAlarms', { alarmNames: ['api-5xx'] }),
  call('backup:DeleteBackupSelection', { backupPlanId: 'plan-1', selectionId: 's1' }),
  call('backup:DeleteBackupPlan', { backupPlanId: 'plan-1' }),
  call('iam:DetachRolePolicy', {
    roleName: 'backup',
    policyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  }),
  call('iam:DeleteRole', { roleName: 'backup' }),
];
