import type { Chance } from '../chance.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import { refused } from '../request.ts';
import { call } from '../work/calls.ts';
import { restCall } from '../work/rest-api.ts';

/** What intruders ask first. */
export const RECON: readonly Call[] = [
  call('sts', 'GetCallerIdentity'),
  call('iam', 'ListUsers'),
  call('iam', 'ListRoles'),
  call('iam', 'ListAttachedUserPolicies', { userName: 'svc-backup' }),
  call('iam', 'GetAccountAuthorizationDetails', { maxItems: 1000 }),
  call('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }),
  call('s3', 'ListBuckets', { Host: 's3.amazonaws.com' }),
  call('lambda', 'ListFunctions20150331'),
  call('secretsmanager', 'ListSecrets', { maxResults: 100 }),
  call('organizations', 'DescribeOrganization'),
  restCall('GetRestApis', { limit: 500 }),
  call('iam', 'ListAccessKeys'),
  call('iam', 'GetUser'),
  call('ec2', 'DescribeRegions', { regionSet: {} }),
  call('rds', 'DescribeDBInstances'),
];

/** `count` of them, some refused. */
export function recon(scene: Scene, count: number, refusals: number): Call[] {
  return scene.chance
    .some(RECON, count)
    .map((one) => (scene.chance.is(refusals) && one.service !== 'sts' ? refused(one, scene) : one));
}

export const maybe = (scene: Scene, granted: number, one: Call): Call =>
  scene.chance.is(granted) ? one : refused(one, scene);

const TOOLS = [
  'python-requests/2.32.3',
  'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#6.8.11 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython',
  'aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/linux#6.6.15 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#source md/prompt#off',
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64',
  'aws-cli/1.22.34 Python/3.10.12 Linux/6.5.0-41-generic botocore/1.23.34',
];

export const attackTool = (chance: Chance): string => chance.pick(TOOLS);
export const ATTACK_BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
