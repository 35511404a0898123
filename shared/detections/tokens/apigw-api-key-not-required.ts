import { defineDetection } from '../define.ts';
import { type Difference, httpApi, patch, restApi, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { keyOff, sourceChanged } from './key-required.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const api = { restApiId: method.restApiId };
const route = { apiId: 'w1x2y3z4a5', routeId: 'r1s2t3u' };

/** The answer is the whole new state. */
function required(apiKeyRequired: boolean, authorizationType?: string, difference: Difference = {}) {
  const type = authorizationType === undefined ? {} : { authorizationType };
  return patch('UpdateMethod', method, [['replace', '/apiKeyRequired', String(apiKeyRequired)]], {
    response: { httpMethod: 'GET', apiKeyRequired, ...type },
    ...difference,
  });
}
const put = (apiKeyRequired: boolean) =>
  restApi('PutMethod', method, { authorizationType: 'NONE', apiKeyRequired }, { minute: -600 });
const known = put(true);
const made = (apiKeySource: string) =>
  restApi('CreateRestApi', {}, { name: 'orders', apiKeySource }, { minute: -600, response: { id: api.restApiId } });
const source = (value: string, minute = 0) =>
  patch('UpdateRestApi', api, [['replace', '/apiKeySource', value]], { minute });
function connect(apiKeyRequired: boolean, minute = 0, routeKey = '$connect') {
  const response = { routeKey, apiKeyRequired, authorizationType: 'NONE' };
  return httpApi('UpdateRoute', { ...route, apiKeyRequired }, { minute, response });
}

function judge({ setting, before, now }: Change): Verdict {
  const isSource = setting.endsWith('apiKeySource');
  if (before === undefined)
    return {
      reason: isSource ? 'where keys came from before is not known' : 'whether a key was asked for before is not known',
    };
  if (isSource) return before === now ? 'quiet' : { severity: 'medium', reason: `keys came from ${before} before` };
  return before.toLowerCase() === 'true' ? { reason: 'a key was asked for before' } : 'quiet';
}

export default defineDetection({
  id: 'apigw-api-key-not-required',
  topic: 'T',
  title: 'API key no longer asked for',
  severity: 'medium',
  attack: ['T1556'],
  why: 'Without keys nobody can be told apart, shut out or held to a quota; where the key was the only lock, anybody may call.',
  benign: ['Callers are told apart by tokens now', 'A public method'],
  runbook: [
    'Ask {principal} what tells the callers of {resource} apart now.',
    'See what every method requires: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (WebSocket: aws apigatewayv2 get-routes --api-id {api} --region {region}); apiKeyRequired false with authorizationType NONE is open.',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: aws apigateway update-method with op=replace,path=/apiKeyRequired,value=true (source: aws apigateway update-rest-api with op=replace,path=/apiKeySource,value={before}), and deploy.',
  ],
  on: { source: 'apigateway', names: ['UpdateMethod', 'UpdateRoute', 'UpdateRestApi'] },
  match: (event) => (event.name === 'UpdateRestApi' ? sourceChanged(event) : keyOff(event)),
  state: {
    changed: {
      settings: ['apigateway.method.apiKeyRequired', 'apigateway.route.apiKeyRequired', 'apigateway.api.apiKeySource'],
      judge,
    },
  },
  examples: () => ({
    fires: [
      { title: 'the only lock', severity: 'high', records: [known, required(false, 'NONE')] },
      { title: 'the only lock, nothing known', severity: 'high', records: [required(false, 'NONE')] },
      {
        title: 'the only lock, by CloudFormation',
        severity: 'medium',
        records: [known, required(false, 'NONE', { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      { title: 'beside a token', severity: 'low', records: [known, required(false, 'COGNITO_USER_POOLS')] },
      { title: 'beside what is not known', severity: 'medium', records: [known, required(false)] },
      { title: 'of a WebSocket', severity: 'high', records: [connect(true, -600), connect(false)] },
      { title: 'the authorizer names the key', severity: 'medium', records: [source('AUTHORIZER')] },
      { title: 'callers choose the key', severity: 'medium', records: [made('AUTHORIZER'), source('HEADER')] },
      { title: 'callers choose the key, nothing known', severity: 'low', records: [source('HEADER')] },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'low',
        records: [
          restApi('UpdateMethod', {}, undefined, {
            params: { omitted: true, originalSize: 120_000 },
            response: { apiKeyRequired: false, authorizationType: 'NONE', self: { ...method, template: false } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'asked for', records: [required(true, 'NONE')] },
      {
        title: 'none was asked for before',
        records: [put(false), required(false, 'NONE')],
      },
      {
        title: 'none was asked for when the WebSocket was made',
        records: [
          httpApi(
            'CreateRoute',
            { apiId: route.apiId, routeKey: '$connect', apiKeyRequired: false },
            { minute: -600, response: { routeId: route.routeId, routeKey: '$connect', apiKeyRequired: false } },
          ),
          connect(false),
        ],
      },
      {
        title: 'a preflight method',
        records: [
          patch('UpdateMethod', { ...method, httpMethod: 'OPTIONS' }, [['replace', '/apiKeyRequired', 'false']]),
        ],
      },
      { title: 'an HTTP route, which knows no keys', records: [connect(false, 0, 'GET /v1/profile')] },
      { title: 'the same source', records: [made('HEADER'), source('HEADER')] },
      {
        title: 'another change of the API',
        records: [
          patch('UpdateRestApi', api, [['replace', '/name', 'orders']], {
            response: { id: 'a1b2c3d4e5', apiKeySource: 'AUTHORIZER' },
          }),
        ],
      },
      {
        title: 'off and on in one call',
        records: [
          known,
          patch('UpdateMethod', method, [
            ['replace', '/apiKeyRequired', 'false'],
            ['replace', '/apiKeyRequired', 'true'],
          ]),
        ],
      },
      { title: 'refused', records: [required(false, 'NONE', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
