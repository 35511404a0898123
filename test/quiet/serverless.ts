import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, MINUTE } from '../../shared/cloudtrail/time.ts';
import { type Act, call, reads, work } from './acts.ts';
import { CLOUDFORMATION, SERVERLESS_STACK, SERVERLESS_USER, workflow } from './doers.ts';
import { BUILD } from './http-api.ts';
import { TEARDOWN, UPDATE } from './http-api-later.ts';

const A_DAY = DAY / MINUTE;
const OPERATIONS = ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'];
const BUILDS = [BUILD, UPDATE, TEARDOWN];

/** What the Serverless Framework calls itself; CloudFormation does the rest. */
const front = (operation: string): Act[] => [
  ...reads('sts:GetCallerIdentity', 'cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'),
  ...reads('s3:GetBucketLocation', 's3:ListObjectsV2', 'cloudformation:ValidateTemplate'),
  ...reads('lambda:GetFunction20150331v2'),
  call(operation, {
    stackName: 'mobile-prod',
    templateURL: 'https://s3.eu-central-1.amazonaws.com/example-artifacts/mobile.json',
    capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
  }),
  ...reads('cloudformation:DescribeStackEvents', 'cloudformation:DescribeStacks', 'cloudformation:ListStackResources'),
];

/** The framework on a build server, with the key of an IAM user. */
export function byServerless(minute: number): RawRecord[] {
  return OPERATIONS.flatMap((operation, index) => [
    ...work(SERVERLESS_USER, minute + index * A_DAY, front(operation)),
    ...work(SERVERLESS_STACK, minute + index * A_DAY + 2, BUILDS[index] ?? []),
  ]);
}

const changeSet = { stackName: 'mobile', changeSetName: 'cdk-deploy-change-set' };
const TEMPLATE = 'https://s3.eu-central-1.amazonaws.com/cdk-hnb659fds-assets-111111111111-eu-central-1/mobile.json';

/** The CDK in a workflow: its own role makes the change set, the execution role of CloudFormation does the work. */
export function byCdk(run: number, minute: number): RawRecord[] {
  return BUILDS.flatMap((acts, index) => [
    ...workflow(
      run + index,
      minute + index * A_DAY,
      [
        ...reads('ssm:GetParameter', 'cloudformation:DescribeStacks', 'cloudformation:GetTemplate'),
        ...(acts === TEARDOWN
          ? [call('cloudformation:DeleteStack', { stackName: 'mobile' })]
          : [
              call('cloudformation:CreateChangeSet', { ...changeSet, templateURL: TEMPLATE }),
              call('cloudformation:ExecuteChangeSet', changeSet),
            ]),
      ],
      'github-cdk',
    ),
    ...work(CLOUDFORMATION, minute + index * A_DAY + 2, acts),
  ]);
}
