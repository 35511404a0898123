import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, fields, filled } from '../../cloudtrail/field.ts';
import { segments, sets } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { type Difference, patch, restApi } from '../example.ts';

/** Answers by which API Gateway, its authorizers or WAF refuse a caller. */
const REFUSALS = new Set([
  'ACCESS_DENIED',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'DEFAULT_4XX',
  'EXPIRED_TOKEN',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'THROTTLED',
  'UNAUTHORIZED',
  'WAF_FILTERED',
]);
const LOCATION = 'gatewayresponse.header.location';

/** The status and the Location header that the call sets; undefined for what it leaves alone. */
function answer(event: TrailEvent): { status: number | undefined; location: string | undefined } {
  const { api } = event;
  let status = amount(api?.input, 'statusCode');
  let location = locationIn(at(api?.input, 'responseParameters'));
  for (const { path, value } of api?.patched('/statusCode', '/responseParameters/*').filter(sets) ?? []) {
    const [first, header] = segments(path);
    if (first?.toLowerCase() === 'statuscode') status = amount(value);
    else if (header?.toLowerCase() === LOCATION) location = value;
  }
  return { status, location };
}

function locationIn(parameters: unknown): string | undefined {
  const [, value] = Object.entries(fields(parameters)).find(([name]) => name.toLowerCase() === LOCATION) ?? [];
  return filled(value);
}

const label = { restApiId: 'a1b2c3d4e5', responseType: 'UNAUTHORIZED' };
const header = { 'gatewayresponse.header.Location': "'https://login.example.com/'" };

function put(responseType: string, body: Record<string, unknown>, difference: Difference = {}) {
  return restApi('PutGatewayResponse', { ...label, responseType }, body, difference);
}

export default defineDetection({
  id: 'apigw-gateway-response-masked',
  topic: 'L',
  title: 'Refusals of an API disguised',
  severity: 'high',
  attack: ['T1036'],
  why: 'A refused call then looks like a successful one to alarms, access log and clients, or sends the caller to a page somebody else may own.',
  benign: ['Callers without a token are sent to the sign-in page'],
  runbook: [
    'Ask {principal} why refusals of {resource} are answered like this.',
    'See all answers of the API: aws apigateway get-gateway-responses --rest-api-id {api} --region {region} --query "items[?!defaultResponse]".',
    'If not meant, go back to the default and deploy: aws apigateway delete-gateway-response --rest-api-id {api} --region {region} --response-type TYPE.',
    'In the access log trust error.responseType, not status: count UNAUTHORIZED, ACCESS_DENIED, WAF_FILTERED and THROTTLED since {time}.',
  ],
  on: { source: 'apigateway', names: ['PutGatewayResponse', 'UpdateGatewayResponse'] },
  match: (event) => {
    const type = filled(event.params, 'responseType')?.toUpperCase();
    if (type === undefined || !REFUSALS.has(type)) return false;
    const { status, location } = answer(event);
    const resource = { resource: `${event.api?.resource ?? 'API'}, answer ${type}` };
    if (status !== undefined && status >= 200 && status < 300)
      return { ...resource, what: `had the API answer ${type} with status ${status}, as if the call had succeeded` };
    const redirects = status !== undefined && status >= 300 && status < 400;
    if (!redirects && location === undefined) return false;
    // A redirect hides nothing from the log and is how browsers are sent to sign in.
    return {
      ...resource,
      severity: 'medium',
      what: `had the API answer ${type} with a redirect${location === undefined ? '' : ` to ${location}`}`,
    };
  },
  examples: () => ({
    fires: [
      { title: 'refusal as success', severity: 'high', records: [put('UNAUTHORIZED', { statusCode: '200' })] },
      {
        title: 'WAF’s refusal as success, patched',
        severity: 'high',
        records: [
          patch('UpdateGatewayResponse', { ...label, responseType: 'WAF_FILTERED' }, [
            ['replace', '/statusCode', '204'],
          ]),
        ],
      },
      {
        title: 'redirect',
        severity: 'medium',
        records: [put('UNAUTHORIZED', { statusCode: '302', responseParameters: header })],
      },
      {
        title: 'Location header, patched',
        severity: 'medium',
        records: [
          patch('UpdateGatewayResponse', label, [
            ['add', '/responseParameters/gatewayresponse.header.Location', "'https://login.example.net/'"],
          ]),
        ],
      },
      {
        title: 'a redirect whose place is not told',
        severity: 'medium',
        records: [put('UNAUTHORIZED', { statusCode: '300' })],
      },
      {
        title: 'Location header alone',
        severity: 'medium',
        records: [put('UNAUTHORIZED', { responseParameters: header })],
      },
    ],
    quiet: [
      {
        title: 'a CORS header, patched',
        records: [
          patch('UpdateGatewayResponse', label, [
            ['add', '/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin', "'*'"],
          ]),
        ],
      },
      { title: 'another error status', records: [put('UNAUTHORIZED', { statusCode: '400' })] },
      { title: 'not a refusal', records: [put('INTEGRATION_TIMEOUT', { statusCode: '200' })] },
      {
        title: 'a CORS header',
        records: [
          put('DEFAULT_4XX', { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } }),
        ],
      },
      {
        title: 'redirect taken away',
        records: [
          patch('UpdateGatewayResponse', label, [['remove', '/responseParameters/gatewayresponse.header.Location']]),
        ],
      },
    ],
  }),
});
