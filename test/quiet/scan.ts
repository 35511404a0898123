import { ACCOUNT, type Difference } from '../../shared/detections/example.ts';
import { type Act, asked, call, failing, reads, rest } from './acts.ts';
import { machine } from './doers.ts';

/** The account of the vendor of the posture scanner. */
export const VENDOR = '222222222222';
export const SCANNER = machine(
  'posture-scanner',
  'scan',
  '192.0.2.60',
  'Boto3/1.39.0 md/Botocore#1.39.0 lang/python#3.12',
);
const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1'];
export const GATEWAY = [
  'GetRestApis',
  'GetApiKeys',
  'GetUsagePlans',
  'GetDomainNames',
  'GetVpcLinks',
  'GetClientCertificates',
];

const everywhere = (operations: readonly string[]): Act[] =>
  REGIONS.flatMap((region) => operations.map((operation) => call(operation, {}, { region })));

export const SCAN: readonly Act[] = [
  ...reads('sts:GetCallerIdentity', 'organizations:DescribeOrganization', 'iam:GetAccountSummary', 'iam:ListUsers'),
  ...reads('iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'),
  ...reads('iam:ListRoles', 'iam:ListPolicies', 'iam:ListGroups', 'iam:ListVirtualMFADevices', 'iam:ListSAMLProviders'),
  ...reads('iam:ListOpenIDConnectProviders', 'iam:GetAccountPasswordPolicy', 'iam:ListServerCertificates'),
  ...reads('iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:ListMFADevices', 'iam:ListAttachedUserPolicies'),
  ...reads('account:ListRegions', 'account:GetAlternateContact', 's3:ListBuckets', 's3:GetBucketAcl'),
  ...reads('s3:GetBucketPolicyStatus', 's3:GetBucketPublicAccessBlock', 's3:GetBucketPolicy', 's3:GetBucketLogging'),
  ...everywhere([
    'ec2:DescribeInstances',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSnapshots',
    'ec2:DescribeVolumes',
  ]),
  ...everywhere([
    'ec2:DescribeImages',
    'ec2:DescribeSnapshotAttribute',
    'rds:DescribeDBInstances',
    'rds:DescribeDBSnapshots',
  ]),
  ...everywhere([
    'lambda:ListFunctions20150331',
    'lambda:GetPolicy20150331v2',
    'cloudtrail:DescribeTrails',
    'kms:ListKeys',
  ]),
  ...everywhere(['guardduty:ListDetectors', 'secretsmanager:ListSecrets', 'sns:ListTopics', 'sqs:ListQueues']),
  ...everywhere(['ses:ListIdentities', 'ses:GetSendQuota', 'sns:GetSMSAttributes', 'bedrock:ListFoundationModels']),
  ...REGIONS.flatMap((region) =>
    GATEWAY.map(
      (name): Act =>
        (doer) =>
          rest(name, {})({ ...doer, region }),
    ),
  ),
  ...['ssm:DescribeParameters', 'macie2:GetMacieSession', 'inspector2:BatchGetAccountStatus'].map((operation) =>
    failing(
      operation,
      'AccessDenied',
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/posture-scanner/scan is not authorized to perform: ${operation}`,
    ),
  ),
  call('ec2:DescribeInstanceAttribute', { instanceId: 'i-0bastion', attribute: 'userData' }),
];

export const vendor: Difference = {
  by: { type: 'AWSAccount', principalId: 'AROAEXAMPLEVENDOR001:scan', accountId: VENDOR },
  ip: '192.0.2.60',
  agent: 'Boto3/1.39.0 md/Botocore#1.39.0',
};
export const enters = asked(
  'sts:AssumeRole',
  {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/posture-scanner`,
    roleSessionName: 'scan',
    externalId: 'example-external-id',
  },
  {
    assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/posture-scanner/scan` },
    credentials: { accessKeyId: 'ASIAPOSTURESCANNERQQ' },
  },
);
