import { filled, text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { asked, parts, tooLarge } from './asked.ts';
import { isOpen, scopesOf } from './scopes.ts';

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

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'which scopes it asked for before is not known' };
  return isOpen(parts(before)) || !isOpen(parts(now))
    ? 'quiet'
    : { severity: 'high', reason: `it asked for ${before}` };
}

export default defineDetection({
  id: 'apigw-scopes-removed',
  topic: 'T',
  title: 'Scopes no longer asked of a token',
  severity: 'high',
  attack: ['T1556'],
  why: 'Any token of the issuer will do from now on, also one that was only meant for reading or for another application.',
  benign: ['A scope gets another name', 'The backend looks at the scopes itself'],
  runbook: [
    'Ask {principal} which scope callers of {resource} need now; it was {before}.',
    'REST API: aws apigateway get-method --rest-api-id {api} --resource-id ID --http-method VERB --region {region}',
    'HTTP API: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'If it was not meant: put {before} back (REST: --patch-operations op=add,path=/authorizationScopes,value=SCOPE; HTTP: aws apigatewayv2 update-route --authorization-scopes SCOPE), and deploy.',
    'If it is live, look in the access log for callers of {resource} since {time} that never called it before.',
  ],
  on: { source: 'apigateway', names: ['UpdateMethod', 'UpdateRoute'] },
  match: (event) => {
    const { api } = event;
    const scopes = scopesOf(event);
    if (api === undefined || scopes === undefined || !isOpen(scopes) || api.httpMethod === 'OPTIONS') return false;
    // Where no token is looked at any more, the detections of authorization type and authorizer tell it.
    const type = (asked(event, 'authorizationType') ?? text(api.state, 'authorizationType'))?.toUpperCase();
    if (type !== undefined && type !== 'JWT' && type !== 'COGNITO_USER_POOLS') return false;
    if (['', 'NONE'].includes(asked(event, 'authorizerId') ?? 'unchanged')) return false;
    // CloudFormation sends the whole route at every change, so that no scope may be nothing new.
    const isWhole = api.version === 2 && filled(api.input, 'target') !== undefined;
    return {
      severity: isWhole || event.omitted ? 'low' : 'high',
      what: `made ${api.resource} take tokens with ${scopes.length === 0 ? 'any scope' : `scope ${scopes.join(', ')}`}`,
      reasons: tooLarge(event),
    };
  },
  state: {
    changed: { settings: ['apigateway.method.authorizationScopes', 'apigateway.route.authorizationScopes'], judge },
  },
  examples: () => ({
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
      { title: 'there was none', records: [routed(), http([])] },
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
  }),
});
