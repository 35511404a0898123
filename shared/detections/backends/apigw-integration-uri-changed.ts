import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { backendOf, urisSet } from './integration.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const invoke = (account: string, name: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:${account}:function:${name}/invocations`;

function replaced(value: string, difference = {}) {
  return patch('UpdateIntegration', method, [['replace', '/uri', value]], difference);
}
function put(uri: string, difference = {}) {
  return restApi('PutIntegration', method, { httpMethod: 'POST', type: 'AWS_PROXY', uri }, difference);
}

function judge({ before, now }: Change): Verdict {
  const [was, is] = [backendOf(before ?? ''), backendOf(now)];
  // A new integration has no backend to be taken away.
  if (was === undefined || is === undefined) return 'quiet';
  if (was.owner !== is.owner) {
    const reason = `requests went to ${was.owner}, and go to ${is.owner} now`;
    // From account to account it is for `match`, which knows whose the API is.
    return was.owner.startsWith('account ') ? { reason } : { severity: 'medium', reason };
  }
  return was.name === is.name
    ? 'quiet'
    : { severity: 'low', reason: `another one of ${is.owner}: ${is.name}, before ${was.name}` };
}

export default defineDetection({
  id: 'apigw-integration-uri-changed',
  topic: 'B',
  title: 'API sent to another backend',
  severity: 'medium',
  attack: ['T1565.002'],
  why: 'Requests with their tokens and bodies go to a host or account of somebody’s choice, and callers believe its answers.',
  benign: ['A release that moves a backend'],
  runbook: [
    'Ask {principal} who owns the new backend: {after} (before: {before}).',
    'See what is live: the change acts with the next deployment (aws apigateway get-deployments --rest-api-id {api} --region {region}); an HTTP API that deploys by itself acts at once (aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'If not meant, set the URI back to {before} (aws apigateway update-integration with op=replace,path=/uri, or aws apigatewayv2 update-integration) and deploy.',
    'Treat tokens and bodies sent to {api} since {time} as read by the new backend; the access log names the callers.',
  ],
  on: { source: 'apigateway', names: ['PutIntegration', 'UpdateIntegration'] },
  match: (event) => {
    const [uri] = urisSet(event);
    if (uri === undefined) return false;
    const backend = backendOf(uri);
    const to = backend === undefined ? uri : [backend.owner, backend.name].filter((part) => part !== '').join(', ');
    // Back to a function of its own account, as when a pipeline undoes what was changed by hand.
    const home = backend?.owner === `account ${event.account}`;
    return { what: `sent ${event.api?.resource} to ${to}`, ...(home ? { severity: 'low' } : {}) };
  },
  state: {
    changed: { settings: ['apigateway.integration.uri', 'apigateway.integration.integrationUri'], judge },
  },
  examples: () => ({
    fires: [
      {
        title: 'another host',
        severity: 'medium',
        records: [
          replaced('https://orders.example.com/v1', { minute: -600 }),
          replaced('https://orders.example.net/v1'),
        ],
      },
      {
        title: 'a function of another account',
        severity: 'medium',
        records: [put(invoke('111111111111', 'orders'), { minute: -600 }), replaced(invoke('222222222222', 'orders'))],
      },
      {
        title: 'home again from another account',
        severity: 'low',
        records: [put(invoke('222222222222', 'orders'), { minute: -600 }), replaced(invoke('111111111111', 'orders'))],
      },
      {
        title: 'from a host to a function',
        severity: 'medium',
        records: [
          replaced('https://orders.example.com/v1', { minute: -600 }),
          replaced(invoke('111111111111', 'orders')),
        ],
      },
      {
        title: 'an HTTP API, with its former URI known from its creation',
        severity: 'medium',
        records: [
          httpApi(
            'CreateIntegration',
            { apiId: 'h1h2h3h4h5', integrationType: 'HTTP_PROXY', integrationUri: 'https://orders.example.com' },
            { minute: -600, response: { integrationId: 'i1' } },
          ),
          httpApi('UpdateIntegration', {
            apiId: 'h1h2h3h4h5',
            integrationId: 'i1',
            integrationUri: 'https://collect.example.net',
          }),
        ],
      },
      {
        title: 'another function of the account',
        severity: 'low',
        records: [put(invoke('111111111111', 'orders'), { minute: -600 }), put(invoke('111111111111', 'orders-copy'))],
      },
    ],
    quiet: [
      {
        title: 'another path of the same host',
        records: [
          replaced('https://orders.example.com/v1', { minute: -600 }),
          replaced('https://orders.example.com/v2'),
        ],
      },
      {
        title: 'another alias of the same function',
        records: [
          put(invoke('111111111111', 'orders:blue'), { minute: -600 }),
          replaced(invoke('111111111111', 'orders:green')),
        ],
      },
      { title: 'nothing known of before', records: [put('https://orders.example.net')] },
      {
        title: 'another method had the other host',
        records: [
          replaced('https://orders.example.com', { minute: -600 }),
          patch('UpdateIntegration', { ...method, httpMethod: 'POST' }, [
            ['replace', '/uri', 'https://orders.example.net'],
          ]),
        ],
      },
    ],
  }),
});
