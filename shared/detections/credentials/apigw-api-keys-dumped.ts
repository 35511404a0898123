import { flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, person, restApi, role } from '../example.ts';

const portal = { by: role('developer-portal') };
const values = { includeValues: true, limit: 500 };

export default defineDetection({
  id: 'apigw-api-keys-dumped',
  topic: 'C',
  title: 'Values of all API keys read',
  severity: 'high',
  attack: ['T1552'],
  why: 'One call gives the values of every API key of the region: whoever has them calls the APIs as any customer, within that customer’s quota.',
  benign: ['A developer portal copies its keys', 'Somebody looks at the list of keys in the console'],
  runbook: [
    'Ask {principal} what needed the values of all keys at {time} from {ip}.',
    'List the keys of the region, without their values: aws apigateway get-api-keys --region {region} --query "items[].[id,name,enabled]".',
    'If nobody can explain it, give every customer a new key and switch the old ones off: aws apigateway update-api-key --region {region} --api-key ID --patch-operations op=replace,path=/enabled,value=false.',
    'Look in the access logs for keys (identity.apiKeyId) that are used from new addresses since {time}.',
  ],
  on: { source: 'apigateway', names: ['GetApiKeys'] },
  match: (event) =>
    flag(event.params, 'includeValues') === true && {
      what: `read the values of all API keys in ${event.region}`,
      resource: `API keys in ${event.region}`,
    },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: (event) => event.principal.key,
      noun: 'reader',
      learnDays: 1,
      // A portal that copies its keys every few minutes is told of once.
      known: 'quiet',
      learning: 'high',
    },
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'high', records: [restApi('GetApiKeys', values)] },
      {
        title: 'by another than the one who always does',
        severity: 'high',
        records: [
          ...daily(5, (minute) => restApi('GetApiKeys', values, undefined, { minute, ...portal })),
          restApi('GetApiKeys', values, undefined, { by: person('bob@example.com') }),
        ],
      },
    ],
    quiet: [
      { title: 'names only', records: [restApi('GetApiKeys', { includeValues: false, limit: 500 })] },
      { title: 'without saying', records: [restApi('GetApiKeys', { limit: 500 })] },
      {
        title: 'refused',
        records: [restApi('GetApiKeys', values, undefined, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
