import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, asked, call, rest, update } from './acts.ts';
import { frontDoor, plan } from './rest-front.ts';
import {
  API,
  cors,
  FORMAT,
  functionOf,
  GUARDED,
  health,
  invoke,
  LOG_GROUP,
  labels,
  method,
  order,
  orders,
  permission,
  trust,
} from './rest-parts.ts';

const surroundings: readonly Act[] = [
  ...functionOf('orders-api'),
  ...functionOf('orders-authorizer'),
  call('logs:CreateLogGroup', { logGroupName: '/aws/apigateway/orders' }),
  call('iam:CreateRole', { roleName: 'apigw-logs', assumeRolePolicyDocument: trust('apigateway.amazonaws.com') }),
  call('iam:AttachRolePolicy', {
    roleName: 'apigw-logs',
    policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
  }),
  update('UpdateAccount', {}, ['replace', '/cloudwatchRoleArn', `arn:aws:iam::${ACCOUNT}:role/apigw-logs`]),
];

/** The API from nothing: functions, methods behind an authorizer, stage with access log, usage plan, domain, web ACL. */
export const BUILD: readonly Act[] = [
  ...surroundings,
  asked(
    'apigateway:CreateRestApi',
    {
      createRestApiInput: {
        name: 'orders',
        endpointConfiguration: { types: ['REGIONAL'] },
        disableExecuteApiEndpoint: true,
      },
      template: false,
    },
    { id: API, name: 'orders', disableExecuteApiEndpoint: true },
  ),
  rest(
    'CreateAuthorizer',
    labels,
    {
      name: 'token',
      type: 'TOKEN',
      authorizerUri: invoke('orders-authorizer'),
      identitySource: 'method.request.header.Authorization',
      authorizerResultTtlInSeconds: 300,
    },
    { id: 'auth01', name: 'token' },
  ),
  permission('orders-authorizer', 'authorizers/auth01', 'authorizer'),
  ...['orders', '{id}', 'health'].map((pathPart, index) =>
    rest('CreateResource', { ...labels, parentId: 'root01' }, { pathPart }, { id: `res00${index + 1}`, pathPart }),
  ),
  ...['GET', 'POST'].flatMap((verb) => method(orders, verb, GUARDED, 'orders-api')),
  ...['GET', 'PUT', 'DELETE'].flatMap((verb) => method(order, verb, GUARDED, 'orders-api')),
  ...method(health, 'GET', { authorizationType: 'NONE' }),
  ...cors(orders),
  ...cors(order),
  rest(
    'PutGatewayResponse',
    { ...labels, responseType: 'UNAUTHORIZED' },
    { statusCode: '401', responseTemplates: { 'application/json': '{"message":$context.error.messageString}' } },
  ),
  permission('orders-api', '*/*/orders*', 'gateway'),
  rest('CreateDeployment', labels, { description: 'Terraform' }, { id: 'dep001' }),
  rest(
    'CreateStage',
    labels,
    { stageName: 'prod', deploymentId: 'dep001', tracingEnabled: true },
    { stageName: 'prod', deploymentId: 'dep001' },
  ),
  update(
    'UpdateStage',
    { ...labels, stageName: 'prod' },
    ['replace', '/accessLogSettings/destinationArn', LOG_GROUP],
    ['replace', '/accessLogSettings/format', FORMAT],
  ),
  update(
    'UpdateStage',
    { ...labels, stageName: 'prod' },
    ['replace', '/*/*/logging/loglevel', 'ERROR'],
    ['replace', '/*/*/metrics/enabled', 'true'],
    ['replace', '/*/*/throttling/rateLimit', '100'],
    ['replace', '/*/*/throttling/burstLimit', '200'],
  ),
  ...plan,
  ...frontDoor,
];
