import { httpCall } from '../http-api.ts';
import { updateFunctionConfiguration } from '../lambda.ts';
import {
  GLOBAL_REGION,
  LOG_BUCKET,
  MOBILE,
  ORDERS,
  type PermissionSet,
  SPARE_REGION,
  STAGING,
  TRAIL,
} from '../organisation.ts';
import type { Call, Fields } from '../record.ts';
import { restCall } from '../rest-api.ts';

/** One thing a person sits down to do: the calls it takes, in order. */
export type Task = readonly Call[];

const call = (service: string, name: string, request: Fields | null = null): Call => ({ service, name, request });
const api = { restApiId: ORDERS.restApiId };
const http = { apiId: MOBILE.apiId };
const fn = { functionName: ORDERS.fn };

const logs: Task = [
  call('logs', 'DescribeLogGroups', { logGroupNamePrefix: '/aws/lambda/orders', limit: 50 }),
  call('logs', 'DescribeLogStreams', { logGroupName: '/aws/lambda/orders-api', orderBy: 'LastEventTime' }),
  call('logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/orders-api', filterPattern: 'ERROR' }),
  call('monitoring', 'DescribeAlarms', { maxRecords: 100 }),
];
const functions: Task = [
  call('lambda', 'ListFunctions20150331', { maxItems: 50 }),
  call('lambda', 'GetFunction20150331v2', fn),
  call('lambda', 'GetPolicy20150331v2', fn),
  call('lambda', 'ListVersionsByFunction20150331', fn),
  call('lambda', 'ListEventSourceMappings20150331', fn),
];
const apis: Task = [
  restCall('GetRestApis', { limit: 500 }),
  restCall('GetResources', api),
  restCall('GetStages', api),
  httpCall('GetApis'),
  httpCall('GetRoutes', http),
];
const tables: Task = [
  call('dynamodb', 'ListTables', { limit: 100 }),
  call('dynamodb', 'DescribeTable', { tableName: 'orders' }),
  call('dynamodb', 'DescribeContinuousBackups', { tableName: 'orders' }),
  call('dynamodb', 'DescribeTimeToLive', { tableName: 'orders' }),
];
const tryOut: Task = [
  call('lambda', 'GetFunction20150331v2', { functionName: 'dev-playground' }),
  updateFunctionConfiguration(STAGING, 'dev-playground', { timeout: 30, memorySize: 256 }),
  call('sqs', 'ListQueues', { maxResults: 100 }),
  call('sqs', 'SetQueueAttributes', {
    queueUrl: `https://sqs.eu-central-1.amazonaws.com/${STAGING}/dev-playground`,
    attributes: { VisibilityTimeout: '60' },
  }),
  call('events', 'PutRule', { name: 'dev-playground-nightly', scheduleExpression: 'rate(1 day)', state: 'ENABLED' }),
];
const containers: Task = [
  call('ecs', 'ListClusters'),
  call('ecs', 'DescribeServices', { cluster: 'shop', services: ['checkout'] }),
  call('ecs', 'UpdateService', { cluster: 'shop', service: 'checkout', desiredCount: 3 }),
  call('elasticloadbalancing', 'DescribeTargetHealth', { targetGroupArn: 'checkout' }),
  call('elasticloadbalancing', 'DescribeLoadBalancers'),
];
const network: Task = [
  call('ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
  call('ec2', 'DescribeSubnets', { subnetSet: {}, filterSet: {} }),
  call('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, filterSet: {} }),
  { ...call('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }), region: SPARE_REGION },
];
const identities: Task = [
  call('iam', 'ListRoles', { maxItems: 1000 }),
  call('iam', 'GetRole', { roleName: 'orders-api' }),
  call('iam', 'ListAttachedRolePolicies', { roleName: 'orders-api' }),
  call('iam', 'GetRolePolicy', { roleName: 'orders-api', policyName: 'tables' }),
];
const shields: Task = [
  call('wafv2', 'ListWebACLs', { scope: 'REGIONAL', limit: 100 }),
  call('wafv2', 'GetSampledRequests', { scope: 'REGIONAL', ruleMetricName: 'orders-shield', maxItems: 100 }),
  call('acm', 'ListCertificates'),
  call('kms', 'ListAliases', { limit: 1000 }),
];
const budget: Task = [
  { ...call('ce', 'GetCostAndUsage', { granularity: 'DAILY', metrics: ['UnblendedCost'] }), region: GLOBAL_REGION },
  { ...call('ce', 'GetCostForecast', { granularity: 'MONTHLY', metric: 'UNBLENDED_COST' }), region: GLOBAL_REGION },
];
const queries: Task = [
  call('athena', 'ListWorkGroups'),
  call('glue', 'GetDatabases'),
  call('glue', 'GetTables', { databaseName: 'shop' }),
  call('athena', 'StartQueryExecution', {
    queryString: '***OMITTED***',
    workGroup: 'reporting',
    queryExecutionContext: { database: 'shop' },
  }),
  call('athena', 'GetQueryExecution', { queryExecutionId: '0f5c2e7d-1b3a-4c6e-8d90-a1b2c3d4e5f6' }),
  call('s3', 'ListBuckets', { Host: 's3.eu-central-1.amazonaws.com' }),
];
const watch: Task = [
  call('guardduty', 'ListDetectors'),
  call('guardduty', 'ListFindings', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }),
  call('guardduty', 'GetFindings', { detectorId: '12abc34d567e8fa901bc2d34e56789f0', findingIds: [] }),
  call('securityhub', 'GetFindings', { maxResults: 100 }),
  call('cloudtrail', 'LookupEvents', { maxResults: 50 }),
];
const evidence: Task = [
  call('cloudtrail', 'DescribeTrails', { includeShadowTrails: true }),
  call('cloudtrail', 'GetTrailStatus', { name: TRAIL }),
  call('s3', 'GetBucketPolicy', { bucketName: LOG_BUCKET, policy: '' }),
  call('config', 'DescribeConfigRules'),
  call('access-analyzer', 'ListFindings', { maxResults: 100 }),
];

/** What each permission set is for; the first task of a list is the most usual one. */
export const TASKS: Readonly<Record<PermissionSet, readonly Task[]>> = {
  Developer: [logs, functions, apis, tables],
  Platform: [containers, logs, network, identities, shields, budget, apis],
  Analyst: [queries, queries, tables],
  SecurityAudit: [watch, evidence],
};

/** Only in staging does a developer change things by hand. */
export const STAGING_TASKS: readonly Task[] = [tryOut];
