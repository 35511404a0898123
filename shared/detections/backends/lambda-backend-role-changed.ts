import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { BACKEND_OF } from '../../settings/links.ts';
import { functionName } from '../../settings/names.ts';
import { defineDetection } from '../define.ts';
import { httpApi, record, restApi } from '../example.ts';

const ARN = 'arn:aws:lambda:eu-central-1:111111111111:function:orders';
const API = 'a1b2c3d4e5';
const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;

function configure(name: string, difference = {}, operation = 'UpdateFunctionConfiguration20150331v2') {
  return record('lambda', operation, { params: { functionName: 'orders', role: role(name) }, ...difference });
}
const method = { restApiId: API, resourceId: 'x1y2z3', httpMethod: 'GET' };
const serves = restApi(
  'PutIntegration',
  method,
  {
    httpMethod: 'POST',
    type: 'AWS_PROXY',
    uri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${ARN}/invocations`,
  },
  { minute: -700 },
);
const servesHttp = httpApi(
  'CreateIntegration',
  { apiId: 'h1j2k3l4m5', integrationType: 'AWS_PROXY', integrationUri: ARN },
  { minute: -700 },
);
const made = configure('orders', { minute: -600 }, 'CreateFunction20150331');

export default defineDetection({
  id: 'lambda-backend-role-changed',
  topic: 'B',
  title: 'Execution role of an API backend changed',
  severity: 'medium',
  attack: ['T1098.003'],
  why: 'What callers of the API can make the function do is bounded by its role alone: a wider role turns a small bug, or a changed line of code, into access to much more.',
  benign: ['A role that is split or renamed', 'A function that needs one more permission'],
  runbook: [
    'Ask {principal} why function {target} runs with {after} now; it was {before}.',
    'Compare what the two may do: aws iam list-attached-role-policies --role-name NAME and aws iam list-role-policies --role-name NAME, for both.',
    'If not meant: aws lambda update-function-configuration --function-name {target} --region {region} --role {before}.',
    'See what the new role did since {time}, and which APIs lead to the function: aws lambda get-policy --function-name {target} --region {region}.',
  ],
  on: { source: 'lambda', names: ['UpdateFunctionConfiguration'] },
  match: (event) => {
    const name = functionName(filled(event.params, 'functionName'));
    const arn = filled(event.params, 'role');
    if (name === undefined || arn === undefined) return false;
    return { target: name, resource: `function ${name}`, what: `gave function ${name} the role ${nameOf(arn)}` };
  },
  state: {
    changed: {
      settings: ['lambda.function.role'],
      judge: ({ before, now }) => {
        if (before === now) return 'quiet';
        return before === undefined
          ? { severity: 'low', reason: 'which role it had before is not known' }
          : { reason: `it had ${nameOf(before)} before` };
      },
    },
    // Other functions change their roles too; what matters here is that strangers can make this one run.
    given: {
      setting: BACKEND_OF,
      of: (event) => functionName(filled(event.params, 'functionName')),
      unknown: 'quiet',
      judge: (_api, _severity, told) => {
        const apis = told.map(({ value }) => value);
        return {
          apis,
          reason: `it is the backend of ${apis.length === 1 ? 'API' : 'APIs'} ${apis.slice(0, 5).join(', ')}`,
        };
      },
      // The link outlives the API; a deleted API has no name.
      still: { setting: 'apigateway.api.name', of: (api) => api, says: (name) => name !== '' },
    },
  },
  examples: () => ({
    fires: [
      { title: 'behind a REST API', severity: 'medium', records: [made, serves, configure('admin')] },
      { title: 'behind an HTTP API', severity: 'medium', records: [made, servesHttp, configure('admin')] },
      { title: 'nothing known of the role before', severity: 'low', records: [serves, configure('admin')] },
    ],
    quiet: [
      { title: 'the same role', records: [made, serves, configure('orders')] },
      { title: 'a function behind no API', records: [made, configure('admin')] },
      {
        title: 'another function is behind the API',
        records: [
          made,
          serves,
          record('lambda', 'UpdateFunctionConfiguration20150331v2', {
            params: { functionName: 'mail', role: role('admin') },
          }),
        ],
      },
      {
        title: 'the API is gone',
        records: [
          made,
          serves,
          restApi('DeleteRestApi', { restApiId: API }, undefined, { minute: -60 }),
          configure('admin'),
        ],
      },
      { title: 'denied', records: [made, serves, configure('admin', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
