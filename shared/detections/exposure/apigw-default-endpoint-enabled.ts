import type { ApiCall } from '../../cloudtrail/apigateway.ts';
import { flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const apiId = 'h1j2k3l4m5';
const PATH = '/disableExecuteApiEndpoint';
const enabled = patch('UpdateRestApi', labels, [['replace', PATH, 'false']]);
const disabled = patch('UpdateRestApi', labels, [['replace', PATH, 'true']], { minute: -600 });

export default defineDetection({
  id: 'apigw-default-endpoint-enabled',
  topic: 'P',
  title: 'execute-api endpoint re-opened',
  severity: 'high',
  attack: ['T1133'],
  why: 'Callers can go around the custom domain, and with it around mutual TLS, the CDN and the WAF in front of it.',
  benign: ['The API is moved to another domain', 'A test without the custom domain'],
  runbook: [
    'Ask {principal} why {resource} has to answer at https://{api}.execute-api.{region}.amazonaws.com again.',
    'REST API: aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=true and deploy.',
    'HTTP API: aws apigatewayv2 update-api --api-id {api} --disable-execute-api-endpoint --region {region}',
    'Look in the access log for a domainName with execute-api since {time}: those callers went around.',
  ],
  on: { source: 'apigateway', names: ['UpdateRestApi', 'UpdateApi'] },
  match: ({ api }) => {
    if (api === undefined || !enables(api)) return false;
    // CloudFormation sends all members of an HTTP API at every change, so that false may be nothing new.
    const wholeApi = api.version === 2 && Object.keys(api.input).length > 2;
    return { severity: wholeApi ? 'medium' : 'high', what: `re-opened the execute-api endpoint of ${api.resource}` };
  },
  state: {
    changed: {
      settings: ['apigateway.api.disableExecuteApiEndpoint'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'whether it was closed before is not known' };
        return before === 'true' ? { severity: 'high', reason: 'it was closed before' } : 'quiet';
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'of a REST API', severity: 'high', records: [enabled] },
      { title: 'of a REST API that had it closed', severity: 'high', records: [disabled, enabled] },
      {
        title: 'of an HTTP API',
        severity: 'high',
        records: [httpApi('UpdateApi', { apiId, disableExecuteApiEndpoint: false })],
      },
      {
        title: 'among all members of an HTTP API',
        severity: 'medium',
        records: [httpApi('UpdateApi', { apiId, name: 'shop', version: '2', disableExecuteApiEndpoint: false })],
      },
      {
        title: 'among all members of an HTTP API that had it closed',
        severity: 'high',
        records: [
          httpApi(
            'CreateApi',
            { name: 'shop', protocolType: 'HTTP' },
            { minute: -600, response: { apiId, disableExecuteApiEndpoint: true } },
          ),
          httpApi('UpdateApi', { apiId, name: 'shop', version: '2', disableExecuteApiEndpoint: false }),
        ],
      },
    ],
    quiet: [
      { title: 'closed', records: [disabled] },
      {
        title: 'it was open',
        records: [
          restApi(
            'CreateRestApi',
            {},
            { name: 'shop', disableExecuteApiEndpoint: false },
            { minute: -600, response: { id: 'a1b2c3d4e5', disableExecuteApiEndpoint: false } },
          ),
          enabled,
        ],
      },
      {
        title: 'another change of an API that has it open',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/name', 'shop']], {
            response: { id: 'a1b2c3d4e5', disableExecuteApiEndpoint: false },
          }),
        ],
      },
      {
        title: 'denied',
        records: [
          httpApi(
            'UpdateApi',
            { apiId, disableExecuteApiEndpoint: false },
            { error: { code: 'AccessDeniedException' } },
          ),
        ],
      },
    ],
  }),
});

/** The answer always says whether the endpoint is open; only a request that names it changes it. */
function enables(api: ApiCall): boolean {
  if (api.version === 2) return flag(api.input, 'disableExecuteApiEndpoint') === false;
  return api.patched(PATH).length > 0 && requested(api, 'disableExecuteApiEndpoint')?.toLowerCase() === 'false';
}
