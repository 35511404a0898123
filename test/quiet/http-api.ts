import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, asked, call, http } from './acts.ts';

export const REGION = 'eu-central-1';
export const API = 'httpm0bile';
export const fn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const LOGS = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/api/mobile`;
export const FORMAT = '{"requestId":"$context.requestId","routeKey":"$context.routeKey","status":"$context.status"}';
const JWT = { issuer: 'https://login.example.com/', audience: ['mobile'] };
const ROUTES = ['GET /cart', 'POST /cart', 'GET /cart/{id}', 'DELETE /cart/{id}'];
const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

const mobileFunction: readonly Act[] = [
  call('iam:CreateRole', {
    roleName: 'mobile-CartRole-1A2B3C4D5E6F',
    assumeRolePolicyDocument: trust('lambda.amazonaws.com'),
  }),
  call('iam:PutRolePolicy', {
    roleName: 'mobile-CartRole-1A2B3C4D5E6F',
    policyName: 'table',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
          Resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/carts`,
        },
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
      ],
    }),
  }),
  call('lambda:CreateFunction20150331', {
    functionName: 'mobile-cart',
    runtime: 'nodejs22.x',
    role: `arn:aws:iam::${ACCOUNT}:role/mobile-CartRole-1A2B3C4D5E6F`,
    handler: 'cart.handler',
    code: { s3Bucket: `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`, s3Key: 'cart.zip' },
    environment: {},
  }),
];

/** An HTTP API with a JWT authorizer on every route but the health check. */
export const BUILD: readonly Act[] = [
  ...mobileFunction,
  call('logs:CreateLogGroup', { logGroupName: '/api/mobile' }),
  asked(
    'apigateway:CreateApi',
    {
      name: 'mobile',
      protocolType: 'HTTP',
      corsConfiguration: { allowOrigins: ['https://shop.example.com'], allowMethods: ['GET', 'POST', 'DELETE'] },
    },
    { apiId: API, name: 'mobile', protocolType: 'HTTP' },
  ),
  http(
    'CreateAuthorizer',
    {
      apiId: API,
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: JWT,
      name: 'jwt',
    },
    { authorizerId: 'jwt001', jwtConfiguration: JWT },
  ),
  http(
    'CreateIntegration',
    {
      apiId: API,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: fn('mobile-cart'),
      payloadFormatVersion: '2.0',
    },
    { integrationId: 'int001' },
  ),
  ...ROUTES.map((routeKey, index) =>
    http(
      'CreateRoute',
      { apiId: API, routeKey, target: 'integrations/int001', authorizationType: 'JWT', authorizerId: 'jwt001' },
      { routeId: `rt00${index}`, routeKey, authorizationType: 'JWT', authorizerId: 'jwt001' },
    ),
  ),
  http(
    'CreateRoute',
    { apiId: API, routeKey: 'GET /health', target: 'integrations/int001', authorizationType: 'NONE' },
    { routeId: 'rt009', routeKey: 'GET /health', authorizationType: 'NONE' },
  ),
  call('lambda:AddPermission20150331v2', {
    functionName: fn('mobile-cart'),
    statementId: 'mobile-CartPermission-1',
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/*/*/cart`,
  }),
  http('CreateStage', {
    apiId: API,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: { destinationArn: LOGS, format: FORMAT },
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
  }),
];
