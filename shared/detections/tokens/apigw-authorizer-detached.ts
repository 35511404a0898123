import type { ApiCall } from '../../cloudtrail/apigateway.ts';
import { text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import { requested } from '../requested.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const route = { apiId: 'h1j2k3l4m5', routeId: 'r1s2t3u' };
const detached = patch('UpdateMethod', method, [['remove', '/authorizerId']]);

export default defineDetection({
  id: 'apigw-authorizer-detached',
  topic: 'T',
  title: 'Authorizer detached from a method or route',
  severity: 'high',
  attack: ['T1556'],
  why: 'Nobody checks the token of a caller any more once the API is deployed.',
  benign: ['The method moves to IAM authorization', 'One authorizer takes the place of another'],
  runbook: [
    'Ask {principal} what authorizes callers of {resource} now; its authorizer was {before}.',
    'REST API: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'HTTP API: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'If it was not meant: attach authorizer {before} again and deploy.',
    'If {api} was deployed after {time}, look in its access log for callers without an identity since then.',
  ],
  on: { source: 'apigateway', names: ['UpdateMethod', 'UpdateRoute'] },
  match: ({ api }) => {
    if (api === undefined || !detaches(api)) return false;
    // NONE in the same call is told by apigw-method-auth-none and apigw-route-auth-none.
    if (requested(api, 'authorizationType')?.toUpperCase() === 'NONE') return false;
    const type = (requested(api, 'authorizationType') ?? text(api.state, 'authorizationType'))?.toUpperCase();
    const resource = api.resource.replace(/ authorizer NONE$/i, '');
    const what = `took the authorizer off ${resource}`;
    return type === 'AWS_IAM'
      ? { severity: 'low', what, resource, reasons: ['callers are authorized by IAM now'] }
      : { what, resource, reasons: type === undefined ? [] : [`its authorization type is ${type}`] };
  },
  state: { changed: { settings: ['apigateway.method.authorizerId', 'apigateway.route.authorizerId'] } },
  examples: () => ({
    fires: [
      { title: 'from a method', severity: 'high', records: [detached] },
      {
        title: 'from a method whose authorizer is known',
        severity: 'high',
        records: [
          patch('UpdateMethod', method, [['replace', '/authorizerId', 'k1l2m3']], { minute: -60 }),
          patch('UpdateMethod', method, [['replace', '/authorizerId', '']]),
        ],
      },
      { title: 'from a route', severity: 'high', records: [httpApi('UpdateRoute', { ...route, authorizerId: '' })] },
      {
        title: 'from a route, as CloudFormation writes it',
        severity: 'high',
        records: [httpApi('UpdateRoute', { ...route, authorizerId: 'NONE' })],
      },
      {
        title: 'in favour of IAM',
        severity: 'low',
        records: [
          patch('UpdateMethod', method, [
            ['replace', '/authorizationType', 'AWS_IAM'],
            ['remove', '/authorizerId'],
          ]),
        ],
      },
      {
        title: 'where IAM authorizes, as the answer tells',
        severity: 'low',
        records: [
          patch('UpdateMethod', method, [['remove', '/authorizerId']], {
            response: { httpMethod: 'GET', authorizationType: 'AWS_IAM' },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'another authorizer',
        records: [patch('UpdateMethod', method, [['replace', '/authorizerId', 'n4o5p6']])],
      },
      {
        title: 'with authorization set to NONE, which is told once',
        records: [httpApi('UpdateRoute', { ...route, authorizationType: 'NONE', authorizerId: '' })],
      },
      {
        title: 'a route without one stays so',
        records: [httpApi('UpdateRoute', { ...route, target: 'integrations/i1' })],
      },
      {
        title: 'a route that was made without one',
        records: [
          httpApi(
            'CreateRoute',
            { apiId: route.apiId, routeKey: 'GET /v1/profile', authorizerId: '' },
            { minute: -60, response: { routeId: route.routeId, routeKey: 'GET /v1/profile' } },
          ),
          httpApi('UpdateRoute', { ...route, authorizerId: '' }),
        ],
      },
      {
        title: 'it was detached before',
        records: [
          patch(
            'UpdateMethod',
            method,
            [
              ['replace', '/authorizationType', 'NONE'],
              ['remove', '/authorizerId'],
            ],
            {
              minute: -60,
            },
          ),
          detached,
        ],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateMethod', method, [['remove', '/authorizerId']], { error: { code: 'AccessDeniedException' } }),
        ],
      },
    ],
  }),
});

function detaches(api: ApiCall): boolean {
  if (api.version === 2) return ['', 'NONE'].includes(text(api.input, 'authorizerId')?.toUpperCase() ?? 'unchanged');
  return api.patched('/authorizerId').length > 0 && requested(api, 'authorizerId') === '';
}
