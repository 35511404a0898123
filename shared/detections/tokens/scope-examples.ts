import type { Examples } from '../define.ts';
import { type Difference, httpApi, patch, restApi } from '../example.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'POST' };
const route = { apiId: 'h1j2k3l4m5', routeId: 'r1s2t3u' };
type Operation = readonly [op: string, path: string, value: string];
const add = (scope: string): Operation => ['add', '/authorizationScopes', scope];
const remove = (scope: string): Operation => ['remove', '/authorizationScopes', scope];

/** The answer is the whole new state. */
function updated(
  operations: readonly Operation[],
  authorizationScopes: readonly string[],
  difference: Difference = {},
) {
  const response = { httpMethod: 'POST', authorizationType: 'COGNITO_USER_POOLS', authorizationScopes };
  return patch('UpdateMethod', method, operations, { response, ...difference });
}
const known = (...authorizationScopes: readonly string[]) =>
  restApi('PutMethod', method, { authorizationType: 'COGNITO_USER_POOLS', authorizationScopes }, { minute: -600 });
const routed = (...authorizationScopes: readonly string[]) =>
  httpApi(
    'CreateRoute',
    { apiId: route.apiId, authorizationType: 'JWT', authorizationScopes },
    {
      minute: -600,
      response: { routeId: route.routeId, routeKey: 'POST /v1/orders', authorizationType: 'JWT', authorizationScopes },
    },
  );
const http = (
  authorizationScopes: readonly string[],
  more: Record<string, unknown> = {},
  difference: Difference = {},
) => httpApi('UpdateRoute', { ...route, authorizationScopes, ...more }, difference);

/** What apigw-scopes-removed fires on, and what it leaves alone. */
export function scopeExamples(): Examples {
  return {
    fires: [
      {
        title: 'the only one',
        severity: 'high',
        records: [known('orders/write'), updated([remove('orders/write')], [])],
      },
      {
        title: 'all, as far as the request tells',
        severity: 'high',
        records: [patch('UpdateMethod', method, [['remove', '/authorizationScopes']])],
      },
      {
        title: 'one that everybody has in its place',
        severity: 'high',
        records: [known('orders/write'), updated([add('openid'), remove('orders/write')], ['openid'])],
      },
      {
        title: 'one that everybody has, beside it',
        severity: 'high',
        records: [known('orders/write'), updated([add('openid')], ['openid', 'orders/write'])],
      },
      { title: 'of a route', severity: 'high', records: [routed('orders/write'), http([])] },
      { title: 'of a route, nothing known', severity: 'high', records: [http([])] },
      {
        title: 'a whole route whose past is not known',
        severity: 'low',
        records: [http([], { authorizationType: 'JWT', target: 'integrations/i1j2k3' })],
      },
      {
        title: 'a whole route that asked for one',
        severity: 'high',
        records: [routed('orders/write'), http([], { target: 'integrations/i1j2k3' })],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'low',
        records: [
          restApi('UpdateMethod', {}, undefined, {
            params: { omitted: true, originalSize: 120_000 },
            response: { authorizationType: 'JWT', authorizationScopes: [], self: { ...method, template: false } },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'one of two, which lets fewer in',
        records: [known('orders/read', 'orders/write'), updated([remove('orders/read')], ['orders/write'])],
      },
      {
        title: 'renamed',
        records: [known('orders/write'), updated([add('orders.write'), remove('orders/write')], ['orders.write'])],
      },
      {
        title: 'one of two, nothing known of before',
        records: [updated([remove('orders/read')], ['orders/write'])],
      },
      {
        title: 'one more, as far as the request tells',
        records: [patch('UpdateMethod', method, [add('orders/write')])],
      },
      { title: 'there was none', records: [routed(), http([])] },
      { title: 'there was none on the method', records: [known(), updated([remove('orders/write')], [])] },
      {
        title: 'of a method that IAM authorizes',
        records: [
          updated([remove('orders/write')], [], { response: { httpMethod: 'POST', authorizationType: 'AWS_IAM' } }),
        ],
      },
      {
        title: 'a preflight method',
        records: [patch('UpdateMethod', { ...method, httpMethod: 'OPTIONS' }, [['remove', '/authorizationScopes']])],
      },
      { title: 'another change of a route', records: [httpApi('UpdateRoute', { ...route, operationName: 'order' })] },
      {
        title: 'with authorization set to NONE, which is told once',
        records: [http([], { authorizationType: 'NONE' })],
      },
      { title: 'with the authorizer taken off, which is told once', records: [http([], { authorizerId: '' })] },
      {
        title: 'another change of a method',
        records: [known('orders/write'), patch('UpdateMethod', method, [['replace', '/requestValidatorId', 'v1']])],
      },
      { title: 'refused', records: [http([], {}, { error: { code: 'BadRequestException' } })] },
    ],
  };
}
