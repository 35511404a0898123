import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { ACCOUNT, type Difference } from '../../shared/detections/example.ts';
import { type Act, asked, call, failing, reads, rest, work } from './acts.ts';
import { CAROL, signInOfUser } from './care.ts';
import { desk, inConsole, inTerminal } from './doers.ts';

export const alice = inConsole('alice@example.com', 'Developer');
export const aliceTerminal = inTerminal('alice@example.com', 'Developer');
export const bob = inConsole('bob@example.com', 'Platform');
const API = { restApiId: 'a1b2c3d4e5' };

const signIn: Act = asked('signin:ConsoleLogin', null, { ConsoleLogin: 'Success' });
const signInOf =
  (person: Difference): Act =>
  (doer) =>
    signIn({
      ...doer,
      ...person,
      minute: doer.minute ?? 0,
      also: { additionalEventData: { MFAUsed: 'No', MobileVersion: 'No' }, eventType: 'AwsConsoleSignIn' },
    });

const DASHBOARDS: readonly Act[] = [
  ...reads('monitoring:DescribeAlarms', 'monitoring:GetDashboard', 'logs:DescribeLogGroups', 'logs:StartQuery'),
  ...reads('lambda:ListFunctions20150331', 'lambda:GetFunction20150331v2', 'ecs:ListServices', 'ecs:DescribeServices'),
];

/** Everything the console asks when somebody clicks through it. */
export const LOOKING_AROUND: readonly Act[] = [
  ...DASHBOARDS,
  ...reads('iam:GetAccountSummary', 'iam:ListAccountAliases', 'iam:ListUsers', 'iam:ListRoles', 'iam:ListPolicies'),
  ...reads('iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies', 'iam:ListMFADevices'),
  ...reads('iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:ListGroups', 'iam:ListSAMLProviders'),
  ...reads('s3:ListBuckets', 's3:GetBucketPolicyStatus', 's3:GetBucketVersioning', 'ec2:DescribeInstances'),
  ...reads('ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs', 'ec2:DescribeVolumes', 'ec2:DescribeRegions'),
  ...reads('rds:DescribeDBInstances', 'secretsmanager:ListSecrets', 'secretsmanager:DescribeSecret', 'kms:ListAliases'),
  ...[
    'GetRestApis',
    'GetApis',
    'GetApiKeys',
    'GetUsagePlans',
    'GetDomainNames',
    'GetVpcLinks',
    'GetClientCertificates',
  ].map((name) => rest(name, {})),
  ...['GetResources', 'GetStages', 'GetAuthorizers', 'GetModels', 'GetGatewayResponses', 'GetDeployments'].map((name) =>
    rest(name, API),
  ),
  ...['ce:GetCostAndUsage', 'organizations:DescribeOrganization', 'support:DescribeTrustedAdvisorChecks'].map(
    (operation) =>
      failing(
        operation,
        'AccessDenied',
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/alice@example.com is not authorized to perform: ${operation}`,
      ),
  ),
];

/** The function is mended in the editor of the console. */
export const HOT_FIX: readonly Act[] = [
  ...reads('lambda:GetFunction20150331v2', 'logs:StartQuery', 'logs:GetQueryResults'),
  call('lambda:UpdateFunctionCode20150331v2', { functionName: 'shop-worker', publish: false, dryRun: false }),
  call('lambda:UpdateFunctionConfiguration20150331v2', { functionName: 'shop-worker', timeout: 20, environment: {} }),
];

/** A key for a new customer, shown once to be sent. */
export const CUSTOMER_KEY: readonly Act[] = [
  ...['GetApiKeys', 'GetUsagePlans'].map((name) => rest(name, {})),
  rest(
    'CreateApiKey',
    {},
    { name: 'customer-17', enabled: true, generateDistinctId: false },
    { id: 'key0017', name: 'customer-17' },
  ),
  rest('CreateUsagePlanKey', { usagePlanId: 'plan01' }, { keyId: 'key0017', keyType: 'API_KEY' }),
  rest('GetApiKey', { apiKey: 'key0017', includeValue: true }),
];

const sessionTo = (target: string): Act => asked('ssm:StartSession', { target }, { sessionId: 'alice-0example' });
export const SESSION: readonly Act[] = [
  ...reads('ssm:DescribeInstanceInformation', 'ec2:DescribeInstances'),
  sessionTo('i-0a'),
  call('ssm:TerminateSession', { sessionId: 'alice-0example' }),
];

/** A working day of everybody. */
export function peopleDay(day: number): RawRecord[] {
  if (((day % 7) + 7) % 7 > 4) return [];
  const at = (hour: number, minute = 0): number => (day * 24 + hour - 10) * 60 + minute;
  return [
    ...work(alice, at(9), [signInOf(alice), ...DASHBOARDS]),
    ...work(aliceTerminal, at(11), [
      ...reads('sts:GetCallerIdentity', 'logs:FilterLogEvents', 's3:ListBuckets'),
      ...SESSION,
      call('secretsmanager:GetSecretValue', { secretId: 'shop/db' }),
    ]),
    ...work(bob, at(9, 30), [signInOf(bob), ...DASHBOARDS, ...(day % 2 === 0 ? LOOKING_AROUND : [])]),
    ...work(CAROL, at(8), [signInOfUser('Yes')]),
    ...work(desk, at(10), [signInOf(desk), ...reads('iam:ListUsers', 'iam:GetUser', 'iam:ListMFADevices')]),
    ...work(bob, at(15), [...reads('ec2:DescribeSecurityGroups', 'rds:DescribeDBInstances'), rest('GetRestApis', {})]),
  ];
}
