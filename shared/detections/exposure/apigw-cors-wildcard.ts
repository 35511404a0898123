import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { corsOf, isWide, severityOf } from './cors.ts';

const apiId = 'h1h2h3h4h5';
const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'OPTIONS', statusCode: '200' };
const ORIGIN = 'method.response.header.Access-Control-Allow-Origin';
const CREDENTIALS = 'method.response.header.Access-Control-Allow-Credentials';
const put = (responseParameters: Record<string, string>, difference = {}) =>
  restApi('PutIntegrationResponse', method, { responseParameters }, difference);
const update = (corsConfiguration: unknown, difference = {}) =>
  httpApi('UpdateApi', { apiId, corsConfiguration }, difference);

const open = httpApi(
  'UpdateApi',
  { apiId, name: 'shop' },
  {
    minute: -600,
    response: {
      apiId,
      corsConfiguration: { allowOrigins: ['https://app.example.com', 'https://*'], allowCredentials: true },
    },
  },
);

function judge({ setting, before, now }: Change): Verdict {
  if (setting.endsWith('allowCredentials')) return now === 'true' && before !== 'true' ? {} : 'quiet';
  if (before === undefined) return { reason: 'which sites were let in before is not known' };
  if (before.split(', ').some(isWide)) return 'quiet';
  return { reason: before === '' ? 'no other site was let in before' : `only ${before} before` };
}

export default defineDetection({
  id: 'apigw-cors-wildcard',
  topic: 'P',
  title: 'API readable by pages of any site',
  severity: 'medium',
  attack: ['T1189'],
  why: 'A page that a user of yours happens to open can call the API from their browser and read the answers, with their sign-in when credentials are let through.',
  benign: ['An API for everybody that has no sign-in', 'A preflight method made by a framework'],
  runbook: [
    'Ask {principal} which sites need {resource}.',
    'See what it says: aws apigatewayv2 get-api --api-id {api} --region {region} --query CorsConfiguration (REST API: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}).',
    'Name the sites: aws apigatewayv2 update-api --api-id {api} --region {region} --cors-configuration AllowOrigins=https://app.example.com (REST API: the header of each response, then deploy).',
    'If credentials are let through, look in the access log since {time} for calls whose Origin is not yours.',
  ],
  on: {
    source: 'apigateway',
    names: [
      'CreateApi',
      'UpdateApi',
      'PutGatewayResponse',
      'UpdateGatewayResponse',
      'PutIntegrationResponse',
      'UpdateIntegrationResponse',
    ],
  },
  match: (event) => {
    const cors = corsOf(event);
    if (cors === undefined || cors.open.length === 0) return false;
    const type = filled(event.params, 'responseType');
    const where = `${event.api?.resource}${type === undefined ? '' : `, answer ${type}`}`;
    return {
      severity: severityOf(cors, event.name),
      what: `let pages of any site (origin ${cors.open.join(', ')}) read ${where}${cors.credentials ? ', with credentials' : ''}`,
    };
  },
  state: {
    changed: {
      settings: ['apigateway.api.corsConfiguration.allowOrigins', 'apigateway.api.corsConfiguration.allowCredentials'],
      judge,
    },
    // Whoever opens one method of an API opens them all in one go.
    count: { subject: runOf, atLeast: 1, withinMinutes: 60, noun: 'methods opened' },
  },
  examples: () => ({
    fires: [
      {
        title: 'an HTTP API',
        severity: 'medium',
        records: [update({ allowOrigins: ['https://app.example.com', '*'] })],
      },
      {
        title: 'an HTTP API that let one site in',
        severity: 'medium',
        records: [
          update({ allowOrigins: ['https://app.example.com'] }, { minute: -600 }),
          update({ allowOrigins: ['https://*'] }),
        ],
      },
      {
        title: 'with credentials',
        severity: 'high',
        records: [update({ allowOrigins: ['https://*'], allowCredentials: true })],
      },
      {
        title: 'credentials for what any site could read before',
        severity: 'high',
        records: [
          update({ allowOrigins: ['https://*'], allowCredentials: false }, { minute: -600 }),
          update({ allowOrigins: ['https://*'], allowCredentials: true }),
        ],
      },
      {
        title: 'a new HTTP API',
        severity: 'low',
        records: [
          httpApi('CreateApi', { name: 'x', protocolType: 'HTTP', corsConfiguration: { allowOrigins: ['*'] } }),
        ],
      },
      { title: 'a preflight method of a REST API', severity: 'low', records: [put({ [ORIGIN]: "'*'" })] },
      {
        title: 'with credentials, for pages without an origin',
        severity: 'high',
        records: [put({ [ORIGIN]: "'null'", [CREDENTIALS]: "'true'" })],
      },
      {
        title: 'whoever asks, with credentials that were let through before',
        severity: 'high',
        records: [
          patch(
            'UpdateGatewayResponse',
            { restApiId: 'a1b2c3d4e5', responseType: 'DEFAULT_4XX' },
            [
              [
                'add',
                '/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin',
                'method.request.header.Origin',
              ],
            ],
            {
              response: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'" } },
            },
          ),
        ],
      },
      {
        title: 'credentials for every site of a REST API, which browsers refuse',
        severity: 'low',
        records: [put({ [ORIGIN]: "'*'", [CREDENTIALS]: "'true'" })],
      },
      {
        title: 'in a request too large to be logged',
        severity: 'medium',
        records: [
          httpApi(
            'UpdateApi',
            { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            { response: { apiId, corsConfiguration: { allowOrigins: ['*'] } } },
          ),
        ],
      },
    ],
    quiet: [
      {
        title: 'it was open before, with credentials',
        records: [
          open,
          update({ allowOrigins: ['https://app.example.com', 'https://*'], allowCredentials: true, maxAge: 60 }),
        ],
      },
      { title: 'one site', records: [update({ allowOrigins: ['https://app.example.com'], allowCredentials: true })] },
      {
        title: 'it was open before',
        records: [
          httpApi(
            'UpdateApi',
            { apiId, name: 'shop' },
            { minute: -600, response: { apiId, corsConfiguration: { allowOrigins: ['*'] } } },
          ),
          update({ allowOrigins: ['*'], maxAge: 60 }),
        ],
      },
      {
        title: 'taken back',
        records: [patch('UpdateIntegrationResponse', method, [['remove', `/responseParameters/${ORIGIN}`]])],
      },
      { title: 'one site of a REST API', records: [put({ [ORIGIN]: "'https://app.example.com'" })] },
      { title: 'another header', records: [put({ 'method.response.header.Access-Control-Allow-Methods': "'*'" })] },
      { title: 'another change of an HTTP API', records: [httpApi('UpdateApi', { apiId, name: 'shop' })] },
      { title: 'refused', records: [update({ allowOrigins: ['*'] }, { error: { code: 'BadRequestException' } })] },
    ],
  }),
});

function runOf(event: TrailEvent): string {
  const cors = corsOf(event);
  return `${event.account}/${event.api?.apiId ?? event.principal.key}/${cors === undefined ? '' : severityOf(cors, event.name)}`;
}
