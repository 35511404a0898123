import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { daily, iamUser, record, role } from '../example.ts';

/** What SDKs add to the user agent from AWS_EXECUTION_ENV: Lambda sets `AWS_Lambda_…`, ECS and CodeBuild `AWS_ECS_…`. */
const COMPUTE = /\bexec-env\/AWS_(Lambda|ECS)/;
const PLACES: Readonly<Record<string, string>> = { Lambda: 'Lambda', ECS: 'a container of ECS or CodeBuild' };

function computeOf({ userAgent }: TrailEvent): string {
  return PLACES[COMPUTE.exec(userAgent)?.[1] ?? ''] ?? 'compute';
}

function keyInCompute(event: TrailEvent): string {
  return `${event.accessKeyId} in ${computeOf(event)}`;
}

const LAMBDA =
  'Boto3/1.40.1 md/Botocore#1.40.1 lang/python#3.13.1 exec-env/AWS_Lambda_python3.13 cfg/retry-mode#legacy';
const FARGATE = 'aws-sdk-java/2.33.0 ua/2.1 os/Linux#6.1 lang/java#21.0.8 exec-env/AWS_ECS_FARGATE';
const put = (agent: string, minute = 0, by = iamUser()) =>
  record('dynamodb', 'UpdateTable', { minute, by, agent, ip: '203.0.113.7' });

/**
 * Told once for a key and a kind of compute. An address of EC2 says nothing here, though the catalogue's row names it: half of the
 * world's build services have one. Where such a key turns up anew, cred-key-new-network tells.
 */
export default defineDetection({
  id: 'cred-static-key-in-app',
  topic: 'C',
  title: 'Long-term key where a role should be',
  severity: 'medium',
  attack: ['T1552.001'],
  why: 'A key in a function’s environment or an image is read by everyone who may see the configuration, and works from anywhere until somebody thinks of it. The role that is there anyway needs no secret.',
  benign: ['An application from before roles', 'Access to an account that trusts no role of this one'],
  runbook: [
    'Find the function or task that uses key {key}: the record (event {event}) has its address {ip}; look for the key in environment variables: aws lambda list-functions --region {region} --query "Functions[?contains(to_string(Environment), \'{key}\')].FunctionName".',
    'Give its role what user {principal} may do, and take the key out of the configuration.',
    'When it is no longer used (aws iam get-access-key-last-used --access-key-id {key}), switch it off: aws iam update-access-key --user-name {principal} --access-key-id {key} --status Inactive, and delete it a week later.',
  ],
  on: { agent: (userAgent) => COMPUTE.test(userAgent), identity: 'IAMUser', outcome: 'any' },
  match: (event) => {
    if (!event.accessKeyId?.startsWith('AKIA')) return false;
    return {
      resource: `access key ${event.accessKeyId}`,
      target: event.principal.name,
      what: `used a long-term key in ${computeOf(event)}`,
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: keyInCompute,
      noun: 'use of a key',
      learnDays: 1,
      learning: 'medium',
    },
    // On its first day a key is told at its first call.
    count: { subject: keyInCompute, atLeast: 1, withinMinutes: 1440, noun: 'calls' },
  },
  examples: () => ({
    fires: [
      { title: 'in a function', severity: 'medium', records: [put(LAMBDA)] },
      { title: 'in a container', severity: 'medium', records: [put(FARGATE)] },
      {
        title: 'moved from a function to a container',
        severity: 'medium',
        records: [...daily(3, (minute) => put(LAMBDA, minute)), put(FARGATE)],
      },
    ],
    quiet: [
      { title: 'a role in a function', records: [put(LAMBDA, 0, role('orders', 'orders'))] },
      { title: 'the key on somebody’s laptop', records: [put('aws-cli/2.31.0 md/prompt#off')] },
      {
        title: 'the key in CloudShell, where a person works',
        records: [put('aws-cli/2.31.0 exec-env/CloudShell')],
      },
      {
        title: 'a session made from a key',
        records: [put(LAMBDA, 0, iamUser('legacy-ci', 'ASIAEXAMPLEEXAMPLE02'))],
      },
    ],
  }),
});
