import { integrationKey } from '../backends/connection.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const toInternet = patch('UpdateIntegration', method, [
  ['replace', '/connectionType', 'INTERNET'],
  ['replace', '/uri', 'https://orders.example.net/v1'],
]);
const put = (connectionType: string, minute = -600) =>
  restApi(
    'PutIntegration',
    method,
    {
      type: 'HTTP_PROXY',
      httpMethod: 'GET',
      uri: 'https://orders.internal/v1',
      connectionType,
      connectionId: 'v1l2k3',
    },
    { minute },
  );
const http = { apiId: 'h1h2h3h4h5', integrationId: 'i1' };

export default defineDetection({
  id: 'apigw-private-path-to-internet',
  topic: 'P',
  title: 'Integration no longer goes through the VPC link',
  severity: 'high',
  attack: ['T1133'],
  why: 'Requests with their tokens and bodies leave the private network for a host on the internet, and that host has to be reachable from it.',
  benign: ['A backend moves out of the VPC'],
  runbook: [
    'Ask {principal} which migration this is.',
    'See where requests go now: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP API: aws apigatewayv2 get-integrations --api-id {api} --region {region}).',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes); an HTTP API that deploys by itself is.',
    'If it was not meant, set connectionType VPC_LINK and the former connectionId again and deploy (UpdateIntegration or PutIntegration of {api} before {time} in CloudTrail names it).',
    'Treat tokens and bodies sent since {time} as read by the new host.',
  ],
  on: { source: 'apigateway', names: ['PutIntegration', 'UpdateIntegration'] },
  match: ({ api }) => {
    if (api === undefined || requested(api, 'connectionType')?.toUpperCase() !== 'INTERNET') return false;
    return {
      // A patch names what it changes. A new integration writes INTERNET too, and v2 sends what stays as it is: they say nothing
      // unless a VPC link is known.
      severity: api.patches.length > 0 ? 'high' : 'low',
      what: `took ${api.resource} off its VPC link, to the internet`,
    };
  },
  state: {
    changed: {
      settings: ['apigateway.integration.connectionType'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'whether it went through a VPC link before is not known' };
        return before === 'VPC_LINK' ? { severity: 'high', reason: 'it went through a VPC link before' } : 'quiet';
      },
    },
    given: {
      setting: 'apigateway.integration.connectionType',
      of: integrationKey,
      judge: () => undefined,
      unknown: (severity) => (severity === 'low' ? 'quiet' : undefined),
    },
  },
  examples: () => ({
    fires: [
      { title: 'patched, known to be private', severity: 'high', records: [put('VPC_LINK'), toInternet] },
      { title: 'patched, nothing known', severity: 'high', records: [toInternet] },
      {
        title: 'an HTTP API, known to be private',
        severity: 'high',
        records: [
          httpApi(
            'CreateIntegration',
            { apiId: http.apiId, integrationType: 'HTTP_PROXY', connectionType: 'VPC_LINK' },
            { minute: -600, response: { integrationId: 'i1', connectionType: 'VPC_LINK' } },
          ),
          httpApi('UpdateIntegration', {
            ...http,
            connectionType: 'INTERNET',
            integrationUri: 'https://orders.example.net',
          }),
        ],
      },
      {
        title: 'put anew, known to be private',
        severity: 'high',
        records: [put('VPC_LINK'), restApi('DeleteIntegration', method, undefined, { minute: -1 }), put('INTERNET', 0)],
      },
    ],
    quiet: [
      {
        title: 'an HTTP API, nothing known',
        records: [httpApi('UpdateIntegration', { ...http, connectionType: 'INTERNET', timeoutInMillis: 5000 })],
      },
      { title: 'a new integration', records: [put('INTERNET')] },
      { title: 'it went to the internet before', records: [put('INTERNET'), toInternet] },
      {
        title: 'to a VPC link',
        records: [put('INTERNET'), patch('UpdateIntegration', method, [['replace', '/connectionType', 'VPC_LINK']])],
      },
      {
        title: 'another change of an integration that goes to the internet',
        records: [
          patch('UpdateIntegration', method, [['replace', '/timeoutInMillis', '5000']], {
            response: { connectionType: 'INTERNET' },
          }),
        ],
      },
      {
        title: 'refused',
        records: [
          httpApi(
            'UpdateIntegration',
            { ...http, connectionType: 'INTERNET' },
            { error: { code: 'AccessDeniedException' } },
          ),
        ],
      },
    ],
  }),
});
