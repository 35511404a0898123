import { flag, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, restApi, role } from '../example.ts';

const labels = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'POST' };
const open = { apiKeyRequired: false, authorizationType: 'NONE', authorizationScopes: [] };

export default defineDetection({
  id: 'apigw-method-created-open',
  topic: 'T',
  title: 'Method created with no auth and no key',
  severity: 'medium',
  attack: ['T1190'],
  why: 'Once deployed, the method calls its backend for anyone on the internet.',
  benign: ['A health check or a mock', 'A public API', 'Authorization done by the backend'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be public.',
    'See its path and backend: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: require an authorizer or IAM, and deploy. If it was, say so in a tag or a suppression.',
  ],
  on: { source: 'apigateway', names: ['PutMethod'] },
  match: (event) => {
    const { api } = event;
    if (api === undefined || api.httpMethod === 'OPTIONS') return false;
    if (text(api.input, 'authorizationType')?.toUpperCase() !== 'NONE') return false;
    if (flag(api.input, 'apiKeyRequired') === true) return false;
    return { what: `created ${api.resource} without authorization or API key`, ...shipped(event) };
  },
  state: {
    changed: {
      settings: ['apigateway.method.authorizationType'],
      // A method can't be put over one that is there: where one is known, it was deleted and made anew.
      judge: ({ before, now }) => {
        if (before === undefined) return undefined;
        return before === now
          ? { severity: 'low', reason: 'the method it replaces was open too' }
          : { severity: 'high', reason: `it replaces a method whose callers were authorized by ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'neither authorizer nor key', severity: 'medium', records: [restApi('PutMethod', labels, open)] },
      {
        title: 'by a template',
        severity: 'low',
        records: [restApi('PutMethod', labels, open, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'in place of a method that had an authorizer',
        severity: 'high',
        records: [
          restApi('PutMethod', labels, { ...open, authorizationType: 'COGNITO_USER_POOLS' }, { minute: -600 }),
          restApi('DeleteMethod', labels, undefined, { minute: -1 }),
          restApi('PutMethod', labels, open),
        ],
      },
      {
        title: 'made anew as it was',
        severity: 'low',
        records: [
          restApi('PutMethod', labels, open, { minute: -600 }),
          restApi('DeleteMethod', labels, undefined, { minute: -1 }),
          restApi('PutMethod', labels, open),
        ],
      },
    ],
    quiet: [
      {
        title: 'with an API key',
        records: [restApi('PutMethod', labels, { ...open, apiKeyRequired: true })],
      },
      {
        title: 'with IAM authorization',
        records: [restApi('PutMethod', labels, { ...open, authorizationType: 'AWS_IAM' })],
      },
      { title: 'a preflight method', records: [restApi('PutMethod', { ...labels, httpMethod: 'OPTIONS' }, open)] },
      { title: 'refused', records: [restApi('PutMethod', labels, open, { error: { code: 'ConflictException' } })] },
      {
        title: 'the same name in another service',
        records: [record('codecatalyst', 'PutMethod', { params: { ...labels, putMethodInput: open } })],
      },
    ],
  }),
});
