import { filled, texts } from '../../cloudtrail/field.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { record, restApi, role } from '../example.ts';

const body = { name: 'partner-portal', enabled: true, generateDistinctId: false };
const created = (value: string, difference = {}) => {
  const chosen = value === '' ? {} : { value };
  return restApi(
    'CreateApiKey',
    {},
    { ...body, ...chosen },
    { response: { id: 'k9j8h7g6f5', ...body }, ...difference },
  );
};
const imported = (difference = {}) =>
  restApi('ImportApiKeys', { format: 'csv', failOnWarnings: false }, undefined, {
    response: { ids: ['k1', 'k2', 'k3'], warnings: [] },
    ...difference,
  });
const CHOSEN = 'example-0123456789-abcdef';

export default defineDetection({
  id: 'apigw-api-key-chosen-value',
  topic: 'T',
  title: 'API key with a value of the caller’s choice',
  severity: 'high',
  attack: ['T1098.001'],
  why: 'Whoever chooses the value never has to read it: they know a working key from the start, and may have put the same one into other regions and accounts.',
  benign: ['Keys move from another region or product', 'A template that holds the value'],
  runbook: [
    'Ask {principal} where the value of {resource} comes from, and who else knows it.',
    'See what it opens: aws apigateway get-usage-plans --key-id {target} --region {region}',
    'Values in templates and files leak: give its owner a generated key, and switch this one off: aws apigateway update-api-key --api-key {target} --region {region} --patch-operations op=replace,path=/enabled,value=false',
    'Look in the access logs for identity.apiKeyId {target} since {time}.',
  ],
  on: { source: 'apigateway', names: ['CreateApiKey', 'ImportApiKeys'] },
  match: (event) => {
    const { api } = event;
    if (api === undefined) return false;
    const severity = byPipeline(event) ? 'medium' : 'high';
    if (event.name === 'ImportApiKeys') {
      const ids = texts(api.state, 'ids');
      const many = ids.length === 0 ? 'API keys' : ids.length === 1 ? 'one API key' : `${ids.length} API keys`;
      const [id] = ids;
      const target = id === undefined ? {} : { target: id };
      return { severity, what: `imported ${many} from a file`, resource: `API keys in ${event.region}`, ...target };
    }
    // The value itself is taken out of what we see; that there is one is all it takes. Answers always hold one.
    if (filled(api.input, 'value') === undefined) return false;
    const id = filled(api.state, 'id');
    const resource = `API key ${filled(api.input, 'name') ?? filled(api.state, 'name') ?? id ?? '(unknown)'}`;
    const target = id === undefined ? {} : { target: id };
    return { severity, what: `created ${resource} with a value of their own`, resource, ...target };
  },
  examples: () => ({
    fires: [
      { title: 'a value in the request', severity: 'high', records: [created(CHOSEN)] },
      { title: 'keys from a file', severity: 'high', records: [imported()] },
      {
        title: 'in a template',
        severity: 'medium',
        records: [created(CHOSEN, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'a generated value', records: [created('')] },
      {
        title: 'a generated value in the answer',
        records: [created('', { response: { id: 'k9j8h7g6f5', value: CHOSEN, ...body } })],
      },
      { title: 'of AppSync', records: [record('appsync', 'CreateApiKey', { params: { apiId: 'x', value: CHOSEN } })] },
      { title: 'refused', records: [created(CHOSEN, { error: { code: 'ConflictException' } })] },
      {
        title: 'a file that was not taken',
        records: [imported({ error: { code: 'BadRequestException' }, response: null })],
      },
    ],
  }),
});
