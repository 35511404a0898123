import { removes } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';
import { definitionText } from './definition.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const PATH = '/tlsConfig/insecureSkipVerification';
const skipped = patch('UpdateIntegration', method, [['replace', PATH, 'true']]);
const put = (tlsConfig: unknown, difference = {}) =>
  restApi(
    'PutIntegration',
    method,
    { type: 'HTTP_PROXY', httpMethod: 'GET', uri: 'https://orders.example.com', tlsConfig },
    difference,
  );
const body = (insecureSkipVerification: boolean) =>
  JSON.stringify({
    paths: { '/': { get: { 'x-amazon-apigateway-integration': { tlsConfig: { insecureSkipVerification } } } } },
  });

const IN_DEFINITION = /insecureSkipVerification["']?\s{0,9}:\s{0,9}["']?true/i;

export default defineDetection({
  id: 'apigw-integration-tls-skip',
  topic: 'B',
  title: 'Backend’s certificate no longer verified',
  severity: 'high',
  attack: ['T1557'],
  why: 'Whoever can get between API Gateway and the backend, or take over its name, is taken for the backend, reads tokens and bodies and answers in its name.',
  benign: ['A test backend with a certificate of its own making'],
  runbook: [
    'Ask {principal} what is wrong with the backend’s certificate; the fix is a certificate, not this.',
    'See where it is off: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (tlsConfig of methodIntegration).',
    'Switch it on again: aws apigateway update-integration --rest-api-id {api} --resource-id RESOURCE --http-method VERB --region {region} --patch-operations op=replace,path=/tlsConfig/insecureSkipVerification,value=false and deploy.',
    'See whether it was live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes); then check who owned the backend’s DNS name since {time}.',
  ],
  // Only REST APIs have it: HTTP APIs can't skip the verification.
  on: { source: 'apigateway', names: ['PutIntegration', 'UpdateIntegration', 'ImportRestApi', 'PutRestApi'] },
  match: (event) => {
    const { api } = event;
    if (api === undefined) return false;
    const what = `had API Gateway no longer verify the backend’s certificate, ${api.resource}`;
    const text = definitionText(event);
    // A definition that is put anew may say what it said all along.
    if (text !== undefined) return IN_DEFINITION.test(text) && { severity: 'medium', what };
    if (requested(api, 'tlsConfig', 'insecureSkipVerification')?.toLowerCase() !== 'true') return false;
    const last = api.patched('/tlsConfig', PATH).at(-1);
    return last !== undefined && removes(last) ? false : { what };
  },
  state: {
    changed: {
      settings: ['apigateway.integration.tlsConfig.insecureSkipVerification'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'whether it was verified before is not known' };
        return before === 'true'
          ? { severity: 'low', reason: 'it was not verified before either' }
          : { reason: 'it was verified before' };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'patched', severity: 'high', records: [skipped] },
      { title: 'put', severity: 'high', records: [put({ insecureSkipVerification: true })] },
      {
        title: 'verified before',
        severity: 'high',
        records: [put({ insecureSkipVerification: false }, { minute: -600 }), skipped],
      },
      {
        title: 'not verified before either',
        severity: 'low',
        records: [put({ insecureSkipVerification: true }, { minute: -600 }), skipped],
      },
      {
        title: 'in a definition',
        severity: 'medium',
        records: [restApi('PutRestApi', { restApiId: 'a1b2c3d4e5', mode: 'overwrite', body: body(true) })],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'high',
        records: [
          restApi('UpdateIntegration', method, undefined, {
            params: { ...method, omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            response: {
              type: 'HTTP_PROXY',
              tlsConfig: { insecureSkipVerification: true },
              self: { ...method, template: false },
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'verified', records: [put({ insecureSkipVerification: false })] },
      { title: 'verified again', records: [patch('UpdateIntegration', method, [['replace', PATH, 'false']])] },
      {
        title: 'another change of an integration that skips it',
        records: [
          patch('UpdateIntegration', method, [['replace', '/timeoutInMillis', '5000']], {
            response: { tlsConfig: { insecureSkipVerification: true } },
          }),
        ],
      },
      {
        title: 'skipped and taken back in one call',
        records: [
          patch('UpdateIntegration', method, [
            ['replace', PATH, 'true'],
            ['remove', '/tlsConfig'],
          ]),
        ],
      },
      {
        title: 'a definition that verifies',
        records: [restApi('PutRestApi', { restApiId: 'a1b2c3d4e5', mode: 'overwrite', body: body(false) })],
      },
      {
        title: 'refused',
        records: [put({ insecureSkipVerification: true }, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
