import { filled, flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, daily, iamUser, restApi, role } from '../example.ts';

function read(apiKey: string, difference: Difference = {}, includeValue = true) {
  return restApi('GetApiKey', { apiKey, includeValue }, undefined, difference);
}

/** The other half of the catalogue's row `apigw-api-keys-dumped`: Terraform and the console read single values every day. */
export default defineDetection({
  id: 'apigw-api-key-read',
  topic: 'C',
  title: 'Values of several API keys read one by one',
  severity: 'high',
  attack: ['T1552'],
  why: 'Whoever has a key’s value calls the APIs as that customer. Reading them one after the other gives the same as reading all at once, and looks more harmless.',
  benign: ['Terraform refreshes the keys it manages', 'A developer portal shows customers their keys'],
  runbook: [
    'Ask {principal} what needed the values of these keys at {time} from {ip}.',
    'List which were read: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=GetApiKey --start-time {time-1h} --end-time {time+1h}.',
    'If nobody can explain it, give those customers new keys and switch the old ones off: aws apigateway update-api-key --region {region} --api-key ID --patch-operations op=replace,path=/enabled,value=false.',
    'Look in the access logs for these keys (identity.apiKeyId) used from new addresses since {time}.',
  ],
  on: { source: 'apigateway', names: ['GetApiKey'] },
  match: (event) =>
    flag(event.params, 'includeValue') === true &&
    filled(event.params, 'apiKey') !== undefined && {
      what: 'read the values of several API keys',
      resource: `API keys in ${event.region}`,
    },
  state: {
    // The key that makes the number is judged: whoever reads the same keys every day becomes known.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => filled(event.params, 'apiKey'),
      noun: 'API key',
      learnDays: 3,
      known: 'low',
      learning: 'medium',
    },
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => filled(event.params, 'apiKey'),
      atLeast: 5,
      withinMinutes: 60,
      noun: 'different API keys',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'five, by somebody of whom little is known',
        severity: 'medium',
        records: burst(5, (index, minute) => read(`key${index}`, { minute, by: iamUser() })),
      },
      {
        title: 'five, by somebody who reads one a day',
        severity: 'high',
        records: [
          ...daily(3, (minute) => read('mine', { minute })),
          ...burst(5, (index, minute) => read(`key${index}`, { minute })),
        ],
      },
      {
        title: 'the keys that Terraform manages, every day',
        severity: 'low',
        records: [-1440, 0].flatMap((start) =>
          burst(6, (index, minute) => read(`key${index}`, { by: role('deploy'), minute: start + minute })),
        ),
      },
    ],
    quiet: [
      { title: 'one', records: [read('key1')] },
      {
        title: 'five over more than an hour',
        records: burst(5, (index, minute) => read(`key${index}`, { minute }), 15.2),
      },
      { title: 'one, again and again', records: burst(20, (_index, minute) => read('key1', { minute })) },
      {
        title: 'five without their values',
        records: burst(5, (index, minute) => read(`key${index}`, { minute }, false)),
      },
    ],
  }),
});
