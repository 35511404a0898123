import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, rest } from './acts.ts';

export const REGION = 'eu-central-1';
export const API = 'r3st0rders';
export const labels = { restApiId: API };
export const orders = { ...labels, resourceId: 'res001' };
export const order = { ...labels, resourceId: 'res002' };
export const health = { ...labels, resourceId: 'res003' };
const fn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const invoke = (name: string): string =>
  `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${fn(name)}/invocations`;
export const LOG_GROUP = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/apigateway/orders`;
export const ACL = `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/orders/11111111-2222-3333-4444-555555555555`;
export const STAGE_ARN = `arn:aws:apigateway:${REGION}::/restapis/${API}/stages/prod`;
export const FORMAT = '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}';
export const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

export const RULES = [
  {
    name: 'common',
    priority: 1,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } },
    visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: 'common' },
  },
  {
    name: 'rate',
    priority: 2,
    action: { block: {} },
    statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: 'IP' } },
    visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: 'rate' },
  },
];
export const ACL_ID = { name: 'orders', scope: 'REGIONAL', id: '11111111-2222-3333-4444-555555555555' };
export const ACL_BODY = {
  defaultAction: { allow: {} },
  visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: 'orders' },
};

export const functionOf = (name: string): Act[] => [
  call('iam:CreateRole', {
    roleName: `${name}-exec`,
    path: '/',
    assumeRolePolicyDocument: trust('lambda.amazonaws.com'),
  }),
  call('iam:AttachRolePolicy', {
    roleName: `${name}-exec`,
    policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  }),
  call('logs:CreateLogGroup', { logGroupName: `/aws/lambda/${name}` }),
  call('logs:PutRetentionPolicy', { logGroupName: `/aws/lambda/${name}`, retentionInDays: 30 }),
  call('lambda:CreateFunction20150331', {
    functionName: name,
    runtime: 'nodejs22.x',
    role: `arn:aws:iam::${ACCOUNT}:role/${name}-exec`,
    handler: 'index.handler',
    code: { s3Bucket: 'example-artifacts', s3Key: `${name}.zip` },
    environment: {},
  }),
];

export const permission = (name: string, source: string, statementId: string): Act =>
  call('lambda:AddPermission20150331v2', {
    functionName: name,
    statementId,
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/${source}`,
  });

export const method = (
  where: typeof orders,
  httpMethod: string,
  body: Record<string, unknown>,
  backend?: string,
): Act[] => [
  rest('PutMethod', { ...where, httpMethod }, { apiKeyRequired: false, authorizationScopes: [], ...body }),
  rest(
    'PutIntegration',
    { ...where, httpMethod },
    backend === undefined
      ? { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } }
      : { type: 'AWS_PROXY', httpMethod: 'POST', uri: invoke(backend) },
  ),
];
export const GUARDED = { authorizationType: 'CUSTOM', authorizerId: 'auth01', apiKeyRequired: true };

export const cors = (where: typeof orders): Act[] => [
  ...method(where, 'OPTIONS', { authorizationType: 'NONE' }),
  rest('PutMethodResponse', { ...where, httpMethod: 'OPTIONS', statusCode: '200' }, {}),
  rest(
    'PutIntegrationResponse',
    { ...where, httpMethod: 'OPTIONS', statusCode: '200' },
    { responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://shop.example.com'" } },
  ),
];
