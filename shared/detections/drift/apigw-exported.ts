import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, httpApi, restApi, role } from '../example.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const exported = (difference = {}) =>
  restApi(
    'GetExport',
    { ...stage, exportType: 'oas30', parameters: { extensions: 'apigateway' } },
    undefined,
    difference,
  );
const usual = daily(5, (minute) => exported({ minute, by: role('docs') }));

export default defineDetection({
  id: 'apigw-exported',
  topic: 'D',
  title: 'API definition or SDK taken out',
  severity: 'medium',
  attack: ['T1526'],
  why: 'One call hands over every path, parameter, model, authorizer and backend of an API: the map that an attack on it starts from.',
  benign: ['A job that writes documentation or clients', 'A developer who looks something up'],
  runbook: [
    'Ask {principal} what the definition of {api} was needed for.',
    'See what else {principal} asked for: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}',
    'If nobody knows, treat {key} as stolen, and watch the access log of {api} for calls from {ip} and for paths that no client of yours uses.',
    'If it is a job of yours it is known after its first day.',
  ],
  on: { source: 'apigateway', names: ['GetExport', 'GetSdk', 'ExportApi'] },
  match: ({ api, name, params }) => {
    if (api === undefined) return false;
    const kind = filled(params, 'exportType') ?? filled(params, 'sdkType') ?? filled(params, 'specification');
    const what = name === 'GetSdk' ? 'an SDK' : 'the definition';
    return { what: `took out ${what} of ${api.resource}${kind === undefined ? '' : ` (${kind})`}` };
  },
  state: {
    firstSeen: {
      subject: ({ account }) => account,
      value: ({ principal }) => principal.key,
      noun: 'principal that exports APIs',
      learnDays: 5,
      learnFrom: 'account',
      learning: 'low',
    },
  },
  examples: () => ({
    fires: [
      { title: 'by somebody who never did', severity: 'medium', records: [...usual, exported()] },
      {
        title: 'an SDK',
        severity: 'medium',
        records: [...usual, restApi('GetSdk', { ...stage, sdkType: 'javascript' })],
      },
      {
        title: 'an HTTP API',
        severity: 'medium',
        records: [...usual, httpApi('ExportApi', { apiId: 'h1h2h3h4h5', specification: 'OAS30', outputType: 'JSON' })],
      },
      { title: 'in the first days of the log', severity: 'low', records: [exported()] },
    ],
    quiet: [
      {
        title: 'one API at a time is read, by somebody who never did',
        records: [restApi('GetResources', { restApiId: 'a1b2c3d4e5', embed: 'methods' })],
      },
      { title: 'refused', records: [exported({ error: { code: 'AccessDeniedException' } })] },
      {
        title: 'an export of another service',
        records: [{ ...exported(), eventSource: 'lex.amazonaws.com' }],
      },
    ],
  }),
});
