import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, iamUser, record, restApi, role } from '../example.ts';

const body = { name: 'partner-portal', enabled: true, generateDistinctId: false };
const created = (difference: Parameters<typeof restApi>[3] = {}) =>
  restApi('CreateApiKey', {}, body, { response: { id: 'k9j8h7g6f5', ...body }, ...difference });
const usual = daily(5, (minute) => created({ minute, by: role('onboarding') }));

export default defineDetection({
  id: 'apigw-api-key-created',
  topic: 'T',
  title: 'API key created by someone new',
  severity: 'medium',
  attack: ['T1098.001'],
  why: 'An API key outlives the session that made it: it keeps opening every method of its usage plans.',
  benign: ['A new customer or team gets a key'],
  runbook: [
    'Ask {principal} who {resource} is for, and until when.',
    'See the usage plans it opens: aws apigateway get-usage-plans --key-id {target} --region {region}',
    'If nobody knows it: aws apigateway update-api-key --api-key {target} --patch-operations op=replace,path=/enabled,value=false --region {region}',
    'Look at what else {principal} did from {time-1h} to {time+1h}, in other regions too.',
  ],
  on: { source: 'apigateway', names: ['CreateApiKey'] },
  match: ({ api }) => {
    const [id, name] = [filled(api?.state, 'id'), filled(api?.input, 'name') ?? filled(api?.state, 'name')];
    const resource = name === undefined ? 'API key' : `API key ${name}`;
    return { what: `created ${resource}`, resource, ...(id === undefined ? {} : { target: id }) };
  },
  state: {
    firstSeen: {
      subject: ({ account }) => account,
      value: ({ principal }) => principal.key,
      noun: 'maker of API keys',
      learnDays: 5,
      known: 'low',
      learning: 'low',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'by somebody who never did',
        severity: 'medium',
        records: [...usual, created({ by: iamUser('intern') })],
      },
      { title: 'by who always does', severity: 'low', records: [...usual, created({ by: role('onboarding') })] },
      { title: 'while learning who does', severity: 'low', records: [created()] },
    ],
    quiet: [
      {
        title: 'of AppSync',
        records: [record('appsync', 'CreateApiKey', { params: { apiId: 'x', description: 'web' } })],
      },
      { title: 'refused', records: [created({ error: { code: 'LimitExceededException' } })] },
      { title: 'a key changed', records: [restApi('UpdateApiKey', { apiKey: 'k9j8h7g6f5' }, { patchOperations: [] })] },
    ],
  }),
});
