import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { integrationKey, takesVpcLink } from './connection.ts';
import { hostOf } from './host.ts';
import { BACKEND_WRITES } from './integration.ts';
import { severityOf, WORDS, wrongHosts } from './wrong-hosts.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const put = (uri: string, more: Record<string, unknown> = {}, difference = {}) =>
  restApi('PutIntegration', method, { httpMethod: 'GET', type: 'HTTP_PROXY', uri, ...more }, difference);
const http = (integrationUri: string) =>
  httpApi('CreateIntegration', { apiId: 'h1h2h3h4h5', integrationType: 'HTTP_PROXY', integrationUri });
const moved = (uri: string) => patch('UpdateIntegration', method, [['replace', '/uri', uri]]);
const imported = (uri: string) =>
  restApi('ImportRestApi', {
    body: JSON.stringify({
      paths: { '/': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri } } } },
    }),
  });

function judge({ before, now }: Change): Verdict | undefined {
  const [was, is] = [hostOf(before ?? ''), hostOf(now)];
  const same = was !== undefined && is !== undefined && was.name === is.name && was.encrypted === is.encrypted;
  return same ? 'quiet' : {};
}

export default defineDetection({
  id: 'apigw-integration-raw-http',
  topic: 'B',
  title: 'Backend without TLS or on a borrowed host',
  severity: 'high',
  attack: ['T1090'],
  why: 'Requests with their tokens and bodies go out in clear, or to a machine whose owner nobody can name: the API becomes its front.',
  benign: ['An old load balancer that has no certificate', 'A developer’s tunnel in a test API'],
  runbook: [
    'Ask {principal} who runs the backend of {resource}.',
    'See where requests go: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP API: aws apigatewayv2 get-integrations --api-id {api} --region {region}).',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes); an HTTP API that deploys by itself is.',
    'If it was not meant, set the former URI ({before}) again and deploy; treat tokens and bodies sent since {time} as stolen.',
    'If it is yours, give it a certificate or a VPC link, or add the host to hosts in gatetrail.yml.',
  ],
  on: { source: 'apigateway', names: BACKEND_WRITES },
  match: (event) => {
    if (takesVpcLink(event) === true) return false;
    const [worst] = wrongHosts(event);
    if (worst === undefined) return false;
    const how = [worst.kind === undefined ? undefined : WORDS[worst.kind], worst.encrypted ? undefined : 'without TLS'];
    return {
      severity: severityOf(worst),
      what: `sent ${event.api?.resource} to ${worst.name}: ${how.filter((word) => word !== undefined).join(', ')}`,
      listed: [{ list: 'hosts', names: [worst.name], quiet: 'listed' }],
    };
  },
  state: {
    changed: {
      settings: ['apigateway.integration.uri', 'apigateway.integration.integrationUri', 'apigateway.api.target'],
      judge,
    },
    // A patch of the URI alone leaves the way as it was.
    given: {
      setting: 'apigateway.integration.connectionType',
      of: (event) => (takesVpcLink(event) === undefined ? integrationKey(event) : undefined),
      judge: (value) => (value === 'VPC_LINK' ? 'quiet' : undefined),
    },
  },
  examples: () => ({
    fires: [
      { title: 'plain HTTP', severity: 'medium', records: [put('http://orders.example.com/v1')] },
      { title: 'an IP address', severity: 'high', records: [put('https://203.0.113.7/v1')] },
      { title: 'an IP address written as a number', severity: 'high', records: [http('http://3405803783/v1')] },
      { title: 'the metadata service', severity: 'high', records: [moved('http://169.254.169.254/latest/meta-data/')] },
      { title: 'a tunnel', severity: 'high', records: [http('https://a1b2.ngrok-free.app')] },
      {
        title: 'a tunnel in place of a known backend',
        severity: 'high',
        records: [put('https://orders.example.com', {}, { minute: -600 }), moved('https://a1b2.trycloudflare.com')],
      },
      {
        title: 'a quick-created API',
        severity: 'high',
        records: [httpApi('CreateApi', { name: 'x', protocolType: 'HTTP', target: 'https://a1b2.ngrok.io' })],
      },
      { title: 'in a definition', severity: 'high', records: [imported('http://203.0.113.7/')] },
      {
        title: 'a host that is not on the list',
        severity: 'medium',
        lists: { hosts: ['*.example.net'] },
        records: [put('http://orders.example.com')],
      },
      {
        title: 'through the internet now, no longer through a VPC link',
        severity: 'medium',
        records: [
          put('https://orders.internal', { connectionType: 'VPC_LINK' }, { minute: -600 }),
          put('http://10.0.0.7', { connectionType: 'INTERNET' }),
        ],
      },
      {
        title: 'another host, through the internet as before',
        severity: 'high',
        records: [
          put('https://orders.example.com', { connectionType: 'INTERNET' }, { minute: -600 }),
          moved('http://203.0.113.7'),
        ],
      },
      {
        title: 'in a definition, as base64',
        severity: 'high',
        records: [
          restApi('PutRestApi', {
            restApiId: 'a1b2c3d4e5',
            body: Buffer.from(`{"paths":{"/":{"get":{"uri":"http://203.0.113.7/"}}}}`).toString('base64'),
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'another path of an HTTP API, through the VPC link it had',
        records: [
          httpApi(
            'CreateIntegration',
            { apiId: 'h1h2h3h4h5', integrationUri: 'https://orders.internal', connectionType: 'VPC_LINK' },
            { minute: -600, response: { integrationId: 'i1', connectionType: 'VPC_LINK' } },
          ),
          httpApi('UpdateIntegration', { apiId: 'h1h2h3h4h5', integrationId: 'i1', integrationUri: 'http://10.0.0.7' }),
        ],
      },
      {
        title: 'through a VPC link, as the answer tells',
        records: [
          patch('UpdateIntegration', method, [['replace', '/uri', 'http://10.0.0.7/v2']], {
            response: { uri: 'http://10.0.0.7/v2', connectionType: 'VPC_LINK' },
          }),
        ],
      },
      {
        title: 'another path of the host that an HTTP API had',
        records: [
          httpApi(
            'UpdateIntegration',
            { apiId: 'h1h2h3h4h5', integrationId: 'i1', timeoutInMillis: 5000 },
            { minute: -600, response: { integrationId: 'i1', integrationUri: 'http://orders.example.com/v1' } },
          ),
          httpApi('UpdateIntegration', {
            apiId: 'h1h2h3h4h5',
            integrationId: 'i1',
            integrationUri: 'http://orders.example.com/v2',
          }),
        ],
      },
      { title: 'HTTPS to a host name', records: [put('https://orders.example.com/v1')] },
      { title: 'a host on the list', lists: { hosts: ['*.example.com'] }, records: [put('http://orders.example.com')] },
      {
        title: 'through a VPC link',
        records: [put('http://10.0.0.7/v1', { connectionType: 'VPC_LINK', connectionId: 'v1' })],
      },
      {
        title: 'another path, through the VPC link it had',
        records: [
          put('https://orders.internal', { connectionType: 'VPC_LINK' }, { minute: -600 }),
          moved('http://10.0.0.7/v2'),
        ],
      },
      {
        title: 'another path of the host it had',
        records: [
          patch('UpdateIntegration', method, [['replace', '/timeoutInMillis', '5000']], {
            minute: -600,
            response: { uri: 'http://orders.example.com/v1' },
          }),
          moved('http://orders.example.com/v2'),
        ],
      },
      { title: 'an old template', records: [imported('http://orders.example.com')] },
      { title: 'a host that only looks like a tunnel', records: [put('https://ngrok.io.example.com')] },
      { title: 'refused', records: [put('http://203.0.113.7', {}, { error: { code: 'BadRequestException' } })] },
    ],
  }),
});
