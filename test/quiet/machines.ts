import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { ACCOUNT, type Difference, iamUser } from '../../shared/detections/example.ts';
import { type Act, asked, call, failing, reads, work } from './acts.ts';
import { awsBackup, BACKUP, nightly, restored } from './copies.ts';
import { machine, pipelineRun, service, serviceRole } from './doers.ts';
import { object, site } from './objects.ts';

const BOTO = 'Boto3/1.40.1 md/Botocore#1.40.1 lang/python#3.13 exec-env/AWS_Lambda_python3.13';
const INSIDE = '192.0.2.20';
const backup = machine('ebs-backup', 'ebs-backup', '192.0.2.21', BOTO);
const rotation = machine('rotate-db', 'rotate-db', '192.0.2.22', BOTO);
const etl = machine('nightly-etl', 'nightly-etl', INSIDE, 'aws-sdk-java/2.33.0 Linux/6.8 OpenJDK_64-Bit_Server_VM');
const task = machine(
  'web-task',
  '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  INSIDE,
  'aws-sdk-go-v2/1.38.3 os/linux lang/go#1.24',
);
const karpenter = machine('karpenter', '1761988800000000000', INSIDE, 'karpenter.sh-1.6.0 aws-sdk-go-v2/1.38.3');
const reports: Difference = {
  by: iamUser('reports', 'AKIAEXAMPLEREPORTS01'),
  ip: '198.51.100.41',
  agent: 'aws-cli/2.28.11 os/linux',
};

const SCALING = serviceRole('AWSServiceRoleForAutoScaling', 'autoscaling.amazonaws.com');
const launch = (count: number): Act =>
  call('ec2:RunInstances', {
    instancesSet: { items: [{ minCount: count, maxCount: count, imageId: 'ami-0example' }] },
    instanceType: 't3.medium',
  });
const terminate = (...ids: readonly string[]): Act =>
  call('ec2:TerminateInstances', { instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } });
const HOSTS = ['i-0a', 'i-0b', 'i-0c', 'i-0d', 'i-0e', 'i-0f', 'i-0g'];

/** Keys lent to services for as long as they work with a disk or a database. */
const grants: readonly Act[] = ['ec2', 'rds', 'dynamodb'].map((name) =>
  call('kms:CreateGrant', {
    keyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`,
    granteePrincipal: `${name}.eu-central-1.amazonaws.com`,
    operations: ['Decrypt', 'GenerateDataKeyWithoutPlaintext', 'CreateGrant'],
  }),
);
const secretOf = (secretId: string): Act => call('secretsmanager:GetSecretValue', { secretId });
const rotate = (secretId: string): Act[] => [
  call('secretsmanager:DescribeSecret', { secretId }),
  call('secretsmanager:GetSecretValue', { secretId, versionStage: 'AWSCURRENT' }),
  call('secretsmanager:GetRandomPassword', { passwordLength: 32 }),
  call('secretsmanager:PutSecretValue', { secretId, versionStages: ['AWSPENDING'] }),
  call('secretsmanager:GetSecretValue', { secretId, versionStage: 'AWSPENDING' }),
  call('secretsmanager:UpdateSecretVersionStage', { secretId, versionStage: 'AWSCURRENT' }),
];

const started = (principal: string, role: string, session: string): Act =>
  asked(
    'sts:AssumeRole',
    { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: session },
    {
      assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}` },
      credentials: { accessKeyId: `ASIA${principal.length}EXAMPLE` },
    },
  );

/** A day of the machines; `day` counts from the start of the examples, and 0 is a Monday. */
export function machineDay(day: number): RawRecord[] {
  const at = (hour: number, minute = 0): number => (day * 24 + hour - 10) * 60 + minute;
  const weekend = ((day % 7) + 7) % 7 > 4;
  return [
    ...work(backup, at(1), nightly(day)),
    ...work(BACKUP, at(3), awsBackup(day)),
    ...work(service('ecs-tasks.amazonaws.com'), at(5, 59), [
      started('ecs', 'web-task', '0a1b2c3d4e5f60718293a4b5c6d7e8f9'),
    ]),
    ...work(service('lambda.amazonaws.com'), at(0, 59), [started('lambda', 'ebs-backup', 'ebs-backup')]),
    ...work(SCALING, at(6), [launch(3), ...grants]),
    ...work(
      machine('staging-refresh', 'staging-refresh', '192.0.2.23', BOTO),
      at(1, 30),
      [
        restored(day - 1),
        call('rds:DeleteDBInstance', { dBInstanceIdentifier: 'staging-old', skipFinalSnapshot: true }),
      ].slice(0, day % 7 === 0 ? 2 : 0),
    ),
    ...(weekend ? [] : work(pipelineRun(day + 90, 'github-web'), at(14), site(day))),
    ...work(SCALING, at(18), [terminate('i-1a'), terminate('i-1b'), terminate('i-1c')]),
    ...work(karpenter, at(7), [
      call('ec2:CreateFleet', {
        CreateFleetRequest: { Type: 'instant', TargetCapacitySpecification: { TotalTargetCapacity: 6 } },
      }),
      launch(2),
    ]),
    ...work(
      karpenter,
      at(19),
      HOSTS.map((id) => terminate(id)),
    ),
    ...work(task, at(6, 1), [
      ...['shop/db', 'shop/payments', 'shop/mail', 'shop/search', 'shop/session', 'shop/push'].map(secretOf),
      call('ssm:GetParameters', { names: ['/shop/flags', '/shop/mail/from'], withDecryption: true }),
      call('kms:Decrypt', { encryptionContext: {} }),
    ]),
    ...(day % 3 === 0 ? work(rotation, at(2), rotate('shop/db')) : []),
    ...work(
      etl,
      at(4),
      [
        ...Array.from({ length: 60 }, (_, index) => object('GetObject', `daily/${day}/${index}`)),
        ...Array.from({ length: 20 }, (_, index) => object('PutObject', `reports/${day}/${index}`)),
        ...Array.from({ length: 30 }, (_, index) => object('DeleteObject', `daily/${day - 30}/${index}`)),
      ],
      0.02,
    ),
    ...work(reports, at(5), [
      ...reads('sts:GetCallerIdentity'),
      call('athena:StartQueryExecution', {
        queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        workGroup: 'primary',
        resultConfiguration: { outputLocation: 's3://example-exports/athena/' },
      }),
      object('GetObject', 'athena/1.csv'),
    ]),
    ...(weekend
      ? []
      : work(service('ssm.amazonaws.com'), at(8), [
          call('ssm:SendCommand', {
            documentName: 'AWS-RunPatchBaseline',
            targets: [{ key: 'tag:patch', values: ['yes'] }],
          }),
        ])),
    ...work(task, at(12), [
      failing('dynamodb:DescribeTable', 'ResourceNotFoundException', 'Requested resource not found', {
        tableName: 'none',
      }),
    ]),
  ];
}
