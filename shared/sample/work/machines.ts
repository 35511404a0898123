import { at, isWorkday, SECOND } from '../calendar.ts';
import { httpCall } from '../http-api.ts';
import { type Actor, iamUser } from '../identity.ts';
import { LEGACY_BOTO, LEGACY_CI, MOBILE, ORDERS, PROD, SECURITY, SPARE_REGION, STAGING } from '../organisation.ts';
import { type Call, type Fields, inOrder, type Logged } from '../record.ts';
import { restCall } from '../rest-api.ts';
import { type Chance, uniqueId } from '../seed.ts';
import { acrossAccounts, runAs } from '../session.ts';

const call = (service: string, name: string, request: Fields | null = null): Call => ({ service, name, request });
const BOTO =
  'Boto3/1.40.25 md/Botocore#1.40.25 ua/2.1 os/linux#6.1.147 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/AWS_ECS_FARGATE cfg/retry-mode#standard';

const IDENTITIES: readonly Call[] = [
  'GetAccountSummary GetAccountPasswordPolicy ListUsers ListRoles ListGroups ListPolicies',
  'ListAccessKeys ListMFADevices ListVirtualMFADevices GetCredentialReport ListSAMLProviders',
]
  .join(' ')
  .split(' ')
  .map((name) => call('iam', name));

const RESOURCES: readonly Call[] = [
  restCall('GetRestApis', { limit: 500 }),
  restCall('GetStages', { restApiId: ORDERS.restApiId }),
  restCall('GetAuthorizers', { restApiId: ORDERS.restApiId }),
  restCall('GetUsagePlans'),
  restCall('GetDomainNames'),
  httpCall('GetApis'),
  httpCall('GetStages', { apiId: MOBILE.apiId }),
  httpCall('GetRoutes', { apiId: MOBILE.apiId }),
  call('lambda', 'ListFunctions20150331', { maxItems: 50 }),
  call('lambda', 'GetPolicy20150331v2', { functionName: ORDERS.fn }),
  call('wafv2', 'ListWebACLs', { scope: 'REGIONAL' }),
  call('kms', 'ListKeys'),
  call('secretsmanager', 'ListSecrets', { maxResults: 100 }),
  call('dynamodb', 'ListTables'),
  call('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, filterSet: {} }),
  call('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }),
  call('s3', 'ListBuckets', { Host: 's3.eu-central-1.amazonaws.com' }),
  call('cloudtrail', 'DescribeTrails', { includeShadowTrails: false }),
  call('rds', 'DescribeDBInstances'),
];

const SPARE: readonly Call[] = [
  { ...restCall('GetRestApis', { limit: 500 }), region: SPARE_REGION },
  { ...call('lambda', 'ListFunctions20150331'), region: SPARE_REGION },
];

/** Listing everything at once meets rate limits; the scanner then asks again. */
function impatient(chance: Chance, calls: readonly Call[]): Call[] {
  const failed = { code: 'ThrottlingException', message: 'Rate exceeded' };
  return calls.flatMap((one) => (chance.next() < 0.03 ? [{ ...one, request: null, failed }, one] : [one]));
}

/** The posture scanner lives in the security account, assumes a reading role in the others and lists what there is. */
export function scanner(chance: Chance, day: number): readonly Logged[] {
  const start = at(day, '05:31') + chance.int(0, 40) * SECOND;
  const place = { ip: '198.51.100.200', agent: BOTO };
  const home = { account: SECURITY, role: 'cspm-scanner', sessionName: 'cspm-scanner', lasts: 7200 };
  const { actor, log } = runAs(chance, 'ecs-tasks.amazonaws.com', start, home, place);
  const callerId = `${uniqueId('AROA', `arn:aws:iam::${SECURITY}:role/cspm-scanner`)}:cspm-scanner`;
  const outsider = { account: SECURITY, callerId, caller: actor };
  const abroad = [PROD, STAGING].flatMap((account, i) => {
    const time = start + (5 + i * 100) * SECOND;
    const wanted = { account, role: 'cspm-read', sessionName: 'cspm-scanner' };
    const inside = acrossAccounts(chance, outsider, time, wanted, place);
    const calls =
      account === PROD ? [...IDENTITIES, ...RESOURCES, ...SPARE] : [...IDENTITIES.slice(0, 4), ...RESOURCES];
    return [...inside.log, ...inOrder(chance, inside.actor, time + 2 * SECOND, impatient(chance, calls), 4)];
  });
  return [...log, ...inOrder(chance, actor, start + 2 * SECOND, RESOURCES.slice(8, 12)), ...abroad];
}

export const legacyCi = (ip: string, agent: string): Actor =>
  iamUser(PROD, LEGACY_CI.user, LEGACY_CI.accessKeyId, { ip, agent });

/** A build server of the old days, with a long-term key, pushes images twice a day and once at night. */
export function buildServer(chance: Chance, day: number): readonly Logged[] {
  const actor = legacyCi(LEGACY_CI.network, LEGACY_BOTO);
  const repository = { repositoryName: 'checkout' };
  const steps: readonly Call[] = [
    call('sts', 'GetCallerIdentity'),
    { ...call('ecr', 'GetAuthorizationToken'), readOnly: true },
    call('ecr', 'DescribeRepositories', { repositoryNames: ['checkout'] }),
    call('ecr', 'InitiateLayerUpload', repository),
    call('ecr', 'CompleteLayerUpload', repository),
    call('ecr', 'PutImage', { ...repository, imageTag: 'stable' }),
  ];
  const clocks = isWorkday(day) ? ['00:01', '08:31', '13:31'] : ['00:01'];
  return clocks.flatMap((clock) => inOrder(chance, actor, at(day, clock) + chance.int(0, 90) * SECOND, steps, 5));
}
