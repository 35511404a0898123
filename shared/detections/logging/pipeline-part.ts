import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';

/** Writes that can blind, change or take away a part of an alerting pipeline, by the service that does them. */
const HARM: Readonly<Record<string, readonly string[]>> = {
  lambda: [
    'DeleteEventSourceMapping',
    'DeleteFunction',
    'PutFunctionConcurrency',
    'RemovePermission',
    'UpdateEventSourceMapping',
    'UpdateFunctionCode',
    'UpdateFunctionConfiguration',
    'UpdateAlias',
  ],
  sqs: ['DeleteQueue', 'PurgeQueue', 'RemovePermission', 'SetQueueAttributes'],
  sns: ['DeleteTopic', 'RemovePermission', 'SetTopicAttributes', 'SetSubscriptionAttributes', 'Unsubscribe'],
  dynamodb: [
    'DeleteTable',
    'UpdateContinuousBackups',
    'UpdateTable',
    'UpdateTimeToLive',
    'DeleteResourcePolicy',
    'PutResourcePolicy',
  ],
  iam: [
    'AttachRolePolicy',
    'DeleteRole',
    'DeleteRolePolicy',
    'DetachRolePolicy',
    'PutRolePolicy',
    'UpdateAssumeRolePolicy',
  ],
  s3: ['DeleteBucket', 'DeleteBucketPolicy', 'PutBucketNotification', 'PutBucketPolicy', 'PutBucketLifecycle'],
  scheduler: ['DeleteSchedule', 'UpdateSchedule'],
  states: ['DeleteStateMachine', 'UpdateStateMachine'],
  monitoring: ['DeleteAlarms', 'DisableAlarmActions'],
  logs: ['DeleteLogGroup', 'DeleteSubscriptionFilter'],
  secretsmanager: ['DeleteSecret', 'PutSecretValue', 'UpdateSecret'],
  ssm: ['DeleteParameter', 'DeleteParameters', 'PutParameter'],
  cloudformation: ['DeleteStack', 'UpdateStack'],
};

export const PART_SOURCES = Object.keys(HARM);
export const PART_CALLS = [...new Set(Object.values(HARM).flat())].sort();

/** Whether this service's operation of that name does harm: services share names. */
export function harms({ service, name }: TrailEvent): boolean {
  return Object.hasOwn(HARM, service) && (HARM[service]?.includes(name) ?? false);
}

/** Parameters that name what is written, across these services. */
const NAMES = [
  'functionName',
  'queueUrl',
  'topicArn',
  'subscriptionArn',
  'tableName',
  'resourceArn',
  'roleName',
  'bucketName',
  'name',
  'stateMachineArn',
  'logGroupName',
  'secretId',
  'stackName',
];

/** The names and ARNs of what a call writes. */
export function partsNamed({ params }: TrailEvent): string[] {
  return [
    ...NAMES.map((name) => filled(params, name)).filter((name) => name !== undefined),
    ...texts(params, 'alarmNames'),
    ...texts(params, 'names'),
  ];
}
