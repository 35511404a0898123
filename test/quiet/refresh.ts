import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads, rest } from './acts.ts';
import { labels, orders } from './rest-parts.ts';

/** What each run of Terraform reads before it changes anything. */
export const REFRESH: readonly Act[] = [
  ...reads('sts:GetCallerIdentity', 'iam:ListOpenIDConnectProviders', 'iam:GetAccountPasswordPolicy'),
  ...reads('iam:ListAccountAliases'),
  ...['orders-api-exec', 'orders-authorizer-exec', 'worker-task', 'github-web'].flatMap((roleName) =>
    ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies', 'GetRolePolicy', 'ListInstanceProfilesForRole'].map(
      (name) => call(`iam:${name}`, { roleName }),
    ),
  ),
  ...['GetPolicy', 'GetPolicyVersion', 'ListPolicyVersions'].map((name) =>
    call(`iam:${name}`, { policyArn: `arn:aws:iam::${ACCOUNT}:policy/worker` }),
  ),
  ...['GetUser', 'ListAccessKeys', 'ListGroupsForUser'].map((name) => call(`iam:${name}`, { userName: 'reports' })),
  ...['GetRestApi', 'GetResources', 'GetStage', 'GetAuthorizers', 'GetUsagePlans', 'GetUsagePlanKeys'].map((name) =>
    rest(name, labels),
  ),
  ...['GetDomainNames', 'GetBasePathMappings', 'GetGatewayResponses', 'GetRestApis', 'GetDeployments', 'GetModels'].map(
    (name) => rest(name, labels),
  ),
  rest('GetMethod', { ...orders, httpMethod: 'GET' }),
  rest('GetIntegration', { ...orders, httpMethod: 'GET' }),
  rest('GetApiKey', { apiKey: 'key0001', includeValue: true }),
  rest('GetApiKey', { apiKey: 'key0002', includeValue: true }),
  ...reads(
    'wafv2:GetWebACL',
    'wafv2:ListTagsForResource',
    'wafv2:GetWebACLForResource',
    'lambda:GetFunction20150331v2',
  ),
  ...reads('lambda:GetPolicy20150331v2', 'logs:DescribeLogGroups', 'kms:DescribeKey', 'acm:DescribeCertificate'),
];
