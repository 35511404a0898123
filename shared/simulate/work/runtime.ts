import { keyResource } from '../account.ts';
import { operation } from '../operations.ts';
import type { Call } from '../record.ts';
import { ordinary, type Scene } from '../request.ts';
import { type Task, task } from '../task.ts';
import { call, whoAmI } from './calls.ts';
import { readSecret } from './identities.ts';

const plain = (id: string, ...names: readonly string[]): Task => {
  const operations = names.map((name) => operation(id, name));
  return task(`run/${id}/${names.join('+')}`, id, (scene) => operations.map((one) => ordinary(one, scene)));
};

const key = (scene: Scene, name: 'Decrypt' | 'GenerateDataKey', context: Record<string, string>): Call => {
  const keyId = scene.chance.pick(scene.account.keys);
  const request = {
    keyId,
    encryptionContext: context,
    ...(name === 'Decrypt' ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' } : { keySpec: 'AES_256' }),
  };
  return { ...call('kms', name, request), resources: keyResource(scene.account, keyId) };
};

const parameter = ({ chance, account }: Scene): Call[] => {
  const name = chance.pick(account.parameters);
  return [call('ssm', 'GetParameter', { name, withDecryption: false })];
};
const parameters = ({ chance, account }: Scene): Call[] => [
  call('ssm', 'GetParametersByPath', {
    path: chance.pick(account.parameters).replace(/\/[^/]*$/, ''),
    recursive: true,
    withDecryption: false,
  }),
];
const image = ({ chance, account }: Scene): Call[] => {
  const repositoryName = chance.pick(account.names);
  return [
    call('ecr', 'GetAuthorizationToken'),
    call('ecr', 'BatchGetImage', { repositoryName, imageIds: [{ imageTag: 'stable' }] }),
    call('ecr', 'GetDownloadUrlForLayer', { repositoryName, layerDigest: `sha256:${chance.hex(64)}` }),
  ];
};
const query = ({ chance, account }: Scene): Call[] => {
  const queryExecutionId = chance.uuid();
  const database = chance.pick(account.tables);
  return [
    call(
      'athena',
      'StartQueryExecution',
      { queryString: '***OMITTED***', workGroup: 'primary', queryExecutionContext: { database } },
      { queryExecutionId },
    ),
    call('athena', 'GetQueryExecution', { queryExecutionId }),
    call('athena', 'GetQueryResults', { queryExecutionId }),
  ];
};
const execution = ({ chance, account, region }: Scene): Call[] => {
  const machine = chance.pick(account.names);
  const stateMachineArn = `arn:aws:states:${region}:${account.id}:stateMachine:${machine}`;
  const executionArn = `arn:aws:states:${region}:${account.id}:execution:${machine}:${chance.uuid()}`;
  return [
    call('states', 'StartExecution', { stateMachineArn, input: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, { executionArn }),
  ];
};
const stream = ({ chance, account, time }: Scene): Call[] => {
  const logStreamName = `${new Date(time).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${chance.hex(32)}`;
  return [call('logs', 'CreateLogStream', { logGroupName: `/app/${chance.pick(account.names)}`, logStreamName })];
};

/** What programs ask of AWS while they run: each has a few of these, and no more. */
export const RUNTIME: readonly Task[] = [
  task('run/parameter', 'ssm', parameter),
  task('run/secret', 'secretsmanager', (scene) => readSecret(scene, scene.account.secrets[scene.caller.length % 5])),
  task('run/decrypt', 'kms', (scene) => [key(scene, 'Decrypt', { service: scene.chance.pick(scene.account.names) })]),
  task('run/table', 'dynamodb', ({ chance, account }) => [
    call('dynamodb', 'DescribeTable', { tableName: chance.pick(account.tables) }),
  ]),
  plain('sqs', 'GetQueueUrl'),
  plain('sqs', 'GetQueueAttributes'),
  task('run/stream', 'logs', stream),
  task('run/who', 'sts', () => [whoAmI]),
  task('run/parameters', 'ssm', parameters),
  plain('dynamodb', 'DescribeTimeToLive', 'DescribeContinuousBackups'),
  plain('ec2', 'DescribeInstances'),
  task('run/data-key', 'kms', (scene) => [
    key(scene, 'GenerateDataKey', { table: scene.chance.pick(scene.account.tables) }),
  ]),
  task('run/execution', 'states', execution),
  plain('s3', 'GetBucketLocation'),
  plain('ecs', 'ListTasks', 'DescribeTasks'),
  plain('sns', 'GetTopicAttributes'),
  task('run/query', 'athena', query),
  plain('glue', 'GetTable', 'GetPartitions'),
  plain('kinesis', 'DescribeStreamSummary', 'ListShards'),
  plain('elasticloadbalancing', 'DescribeTargetHealth'),
  plain('autoscaling', 'DescribeAutoScalingGroups', 'DescribeAutoScalingInstances'),
  plain('monitoring', 'DescribeAlarms'),
  plain('logs', 'DescribeLogStreams'),
  plain('rds', 'DescribeDBInstances'),
  plain('lambda', 'GetFunctionConfiguration20150331v2'),
  plain('s3', 'ListBuckets'),
  plain('states', 'DescribeExecution'),
  plain('events', 'ListRules'),
  plain('glue', 'StartJobRun'),
  plain('batch', 'SubmitJob', 'DescribeJobs'),
  plain('route53', 'ListHostedZones'),
  plain('ecs', 'UpdateService', 'DescribeServices'),
  plain('autoscaling', 'SetDesiredCapacity'),
  plain('dynamodb', 'UpdateTable'),
  plain('cloudfront', 'CreateInvalidation2020_05_31'),
];

export const IMAGE: Task = task('run/image', 'ecr', image);

/** What the Systems Manager agent of an instance says every few minutes. */
export const AGENT: Task = task('run/agent', 'ssm', ({ caller }) => [
  call('ssm', 'UpdateInstanceInformation', {
    instanceId: caller.slice(caller.lastIndexOf('/') + 1),
    agentVersion: '3.3.3050.0',
    agentStatus: 'Active',
    platformType: 'Linux',
    platformName: 'Amazon Linux',
    platformVersion: '2023',
    agentName: 'amazon-ssm-agent',
    availabilityZone: 'a',
  }),
]);
