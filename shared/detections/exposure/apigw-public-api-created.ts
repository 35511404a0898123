import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, httpApi, restApi, role } from '../example.ts';

const created = (types: readonly string[] | undefined, difference = {}) =>
  restApi(
    'CreateRestApi',
    {},
    { name: 'shop', ...(types === undefined ? {} : { endpointConfiguration: { types } }) },
    difference,
  );
const http = (difference = {}) => httpApi('CreateApi', { name: 'shop', protocolType: 'HTTP' }, difference);

export default defineDetection({
  id: 'apigw-public-api-created',
  topic: 'P',
  title: 'New API that faces the internet',
  severity: 'low',
  attack: ['T1133'],
  why: 'An API that nobody knows of is a way in that nobody watches: no alarms, no WAF, no owner.',
  benign: ['Development work'],
  runbook: [
    'Ask {principal} what {resource} is for and who owns it; give it an owner tag.',
    'See what it leads to: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP API: aws apigatewayv2 get-routes --api-id {api} --region {region}).',
    'See that it has an access log and, if it is a REST API, a web ACL: aws apigateway get-stages --rest-api-id {api} --region {region} (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
  ],
  on: { source: 'apigateway', names: ['CreateRestApi', 'ImportRestApi', 'CreateApi', 'ImportApi'] },
  match: ({ api, params }) => {
    // Quick create opens more than an API: apigw-quick-create tells it.
    if (api === undefined || filled(params, 'target') !== undefined) return false;
    const asked = texts(api.input, 'endpointConfiguration', 'types');
    const types = asked.length > 0 ? asked : texts(api.state, 'endpointConfiguration', 'types');
    if (types.some((type) => type.toUpperCase() === 'PRIVATE')) return false;
    // No type at all: a REST API is edge-optimized then, and APIs of the other kinds are never private.
    const kind = types[0] ?? filled(params, 'protocolType');
    return { what: `made ${api.resource}${kind === undefined ? '' : `, ${kind}`}, which faces the internet` };
  },
  state: {
    firstSeen: {
      subject: ({ account }) => account,
      value: ({ principal }) => principal.key,
      noun: 'principal that makes APIs',
      learnDays: 3,
      learnFrom: 'account',
      learning: 'info',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'by somebody who never made one',
        severity: 'low',
        records: [...daily(3, (minute) => http({ minute, by: role() })), created(['REGIONAL'])],
      },
      { title: 'without a type', severity: 'info', records: [created(undefined)] },
      { title: 'an HTTP API', severity: 'info', records: [http()] },
      {
        title: 'from a definition',
        severity: 'info',
        records: [httpApi('ImportApi', { body: '{"openapi":"3.0.1"}' }, { response: { apiId: 'h1h2h3h4h5' } })],
      },
    ],
    quiet: [
      { title: 'a private one', records: [created(['PRIVATE'])] },
      {
        title: 'a private one, told by the answer',
        records: [created(undefined, { response: { id: 'a1', endpointConfiguration: { types: ['PRIVATE'] } } })],
      },
      {
        title: 'with its backend, which apigw-quick-create tells',
        records: [httpApi('CreateApi', { name: 'x', protocolType: 'HTTP', target: 'https://orders.example.com' })],
      },
      { title: 'refused', records: [http({ error: { code: 'TooManyRequestsException' } })] },
      {
        title: "AppSync's operation of the same name",
        records: [{ ...http(), eventSource: 'appsync.amazonaws.com' }],
      },
    ],
  }),
});
