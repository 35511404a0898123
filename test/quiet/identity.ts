import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, asked, call } from './acts.ts';

const POOL = { userPoolId: 'eu-central-1_EXAMPLE01' };
const CLIENT = { ...POOL, clientId: 'exampleclient01' };
const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const document = (...statements: readonly Record<string, unknown>[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: readonly string[], Resource: string): Record<string, unknown> => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const serviceTrust = (Service: string): string =>
  document({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });
const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const githubTrust = document({
  Effect: 'Allow',
  Principal: { Federated: GITHUB },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringEquals: {
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': 'repo:example-org/web:ref:refs/heads/main',
    },
  },
});
const WORKER = document(
  allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::example-exports/*'),
  allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], `arn:aws:sqs:eu-central-1:${ACCOUNT}:orders`),
  allow(['kms:Decrypt'], `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`),
);
const BOUNDARY = policyArn('boundary');
const LAMBDA = { postConfirmation: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:welcome` };

const app = (name: string, callback: string): Record<string, unknown> => ({
  clientName: name,
  allowedOAuthFlows: ['code'],
  allowedOAuthScopes: ['openid', 'email'],
  explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  callbackURLs: [callback],
  accessTokenValidity: 60,
  tokenValidityUnits: { accessToken: 'minutes' },
});

/** Roles of services, of a workflow, a managed policy, and a user pool with its app. */
export const BUILD: readonly Act[] = [
  asked('iam:CreatePolicy', { policyName: 'worker', policyDocument: WORKER }, { policy: { arn: policyArn('worker') } }),
  call('iam:CreateRole', {
    roleName: 'worker-task',
    assumeRolePolicyDocument: serviceTrust('ecs-tasks.amazonaws.com'),
    permissionsBoundary: BOUNDARY,
  }),
  call('iam:AttachRolePolicy', { roleName: 'worker-task', policyArn: policyArn('worker') }),
  call('iam:CreateRole', { roleName: 'github-web', assumeRolePolicyDocument: githubTrust }),
  call('iam:PutRolePolicy', {
    roleName: 'github-web',
    policyName: 'deploy',
    policyDocument: document(
      allow(['s3:PutObject', 's3:DeleteObject', 's3:ListBucket'], 'arn:aws:s3:::example-web-assets*'),
      allow(['cloudfront:CreateInvalidation'], '*'),
      allow(['ecs:UpdateService', 'ecs:RegisterTaskDefinition'], '*'),
      allow(['iam:PassRole'], `arn:aws:iam::${ACCOUNT}:role/web-*`),
    ),
  }),
  call('iam:CreateServiceLinkedRole', { aWSServiceName: 'ecs.amazonaws.com' }),
  call('iam:CreateGroup', { groupName: 'readers' }),
  call('iam:AttachGroupPolicy', { groupName: 'readers', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  asked(
    'cognito-idp:CreateUserPool',
    {
      poolName: 'shop',
      mfaConfiguration: 'OPTIONAL',
      lambdaConfig: LAMBDA,
      adminCreateUserConfig: { allowAdminCreateUserOnly: false },
    },
    { userPool: { id: POOL.userPoolId, name: 'shop' } },
  ),
  call('cognito-idp:SetUserPoolMfaConfig', {
    ...POOL,
    mfaConfiguration: 'OPTIONAL',
    softwareTokenMfaConfiguration: { enabled: true },
  }),
  asked(
    'cognito-idp:CreateUserPoolClient',
    { ...POOL, ...app('web', 'https://shop.example.com/callback') },
    { userPoolClient: { ...CLIENT, ...app('web', 'https://shop.example.com/callback') } },
  ),
  call('cognito-idp:CreateUserPoolDomain', { ...POOL, domain: 'login-example' }),
  call('cognito-idp:CreateResourceServer', { ...POOL, identifier: 'orders', name: 'orders' }),
  call('cognito-idp:SetLogDeliveryConfiguration', {
    ...POOL,
    logConfigurations: [{ logLevel: 'ERROR', eventSource: 'userNotification' }],
  }),
];

/** A narrower policy, a second callback, a new version of the trigger. */
export const UPDATE: readonly Act[] = [
  call('iam:GetRole', { roleName: 'github-web' }),
  call('cognito-idp:DescribeUserPool', POOL),
  call('cognito-idp:DescribeUserPoolClient', CLIENT),
  call('iam:CreatePolicyVersion', {
    policyArn: policyArn('worker'),
    setAsDefault: true,
    policyDocument: WORKER.replace('"s3:PutObject"', '"s3:PutObject","s3:AbortMultipartUpload"'),
  }),
  call('iam:DeletePolicyVersion', { policyArn: policyArn('worker'), versionId: 'v1' }),
  call('iam:UpdateAssumeRolePolicy', {
    roleName: 'github-web',
    policyDocument: githubTrust.replace('refs/heads/main', 'environment:production'),
  }),
  call('iam:TagRole', { roleName: 'worker-task', tags: [{ key: 'team', value: 'shop' }] }),
  call('cognito-idp:UpdateUserPool', { ...POOL, mfaConfiguration: 'OPTIONAL', lambdaConfig: LAMBDA }),
  call('cognito-idp:UpdateUserPoolClient', {
    ...CLIENT,
    ...app('web', 'https://shop.example.com/callback'),
    callbackURLs: ['https://shop.example.com/callback', 'https://shop.example.com/silent'],
  }),
];

export const TEARDOWN: readonly Act[] = [
  call('iam:DetachRolePolicy', { roleName: 'worker-task', policyArn: policyArn('worker') }),
  call('iam:DeletePolicy', { policyArn: policyArn('worker') }),
  call('iam:DeleteRole', { roleName: 'worker-task' }),
  call('iam:DeleteRolePolicy', { roleName: 'github-web', policyName: 'deploy' }),
  call('iam:DeleteRole', { roleName: 'github-web' }),
  call('iam:DetachGroupPolicy', { groupName: 'readers', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  call('iam:DeleteGroup', { groupName: 'readers' }),
  call('cognito-idp:DeleteUserPoolDomain', { ...POOL, domain: 'login-example' }),
  call('cognito-idp:DeleteUserPoolClient', CLIENT),
  call('cognito-idp:DeleteUserPool', POOL),
];
