import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, http } from './acts.ts';
import { API, FORMAT, fn, LOGS, REGION } from './http-api.ts';

/** A release: new code, one more route, another origin. */
export const UPDATE: readonly Act[] = [
  call('lambda:UpdateFunctionCode20150331v2', {
    functionName: 'mobile-cart',
    s3Bucket: `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`,
    s3Key: 'cart-2.zip',
    publish: false,
  }),
  http('CreateRoute', {
    apiId: API,
    routeKey: 'POST /checkout',
    target: 'integrations/int001',
    authorizationType: 'JWT',
    authorizerId: 'jwt001',
  }),
  http('UpdateRoute', { apiId: API, routeId: 'rt000', authorizationScopes: ['cart.read'] }),
  http('UpdateApi', {
    apiId: API,
    corsConfiguration: { allowOrigins: ['https://shop.example.com', 'https://app.example.com'] },
  }),
  http('UpdateStage', {
    apiId: API,
    stageName: '$default',
    accessLogSettings: { destinationArn: LOGS, format: FORMAT },
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 150 },
  }),
];

/** The stack is deleted. */
export const TEARDOWN: readonly Act[] = [
  http('DeleteStage', { apiId: API, stageName: '$default' }),
  call('lambda:RemovePermission20150331v2', {
    functionName: fn('mobile-cart'),
    statementId: 'mobile-CartPermission-1',
  }),
  ...['rt000', 'rt001', 'rt002', 'rt003', 'rt009'].map((routeId) => http('DeleteRoute', { apiId: API, routeId })),
  http('DeleteIntegration', { apiId: API, integrationId: 'int001' }),
  http('DeleteAuthorizer', { apiId: API, authorizerId: 'jwt001' }),
  call('lambda:DeleteFunction20150331', { functionName: 'mobile-cart' }),
  call('iam:DeleteRolePolicy', { roleName: 'mobile-CartRole-1A2B3C4D5E6F', policyName: 'table' }),
  call('iam:DeleteRole', { roleName: 'mobile-CartRole-1A2B3C4D5E6F' }),
  http('DeleteApi', { apiId: API }),
  call('logs:DeleteLogGroup', { logGroupName: '/api/mobile' }),
];
