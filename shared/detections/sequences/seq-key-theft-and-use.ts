import { defineSequence } from '../define.ts';
import { daily, iamUser, restApi } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const dumped = (minute: number, account = '111111111111') =>
  restApi('GetApiKeys', { includeValues: true }, undefined, { minute, by: iamUser(), account });
const at = (minute: number, ip: string) => accessLog({ minute, keyId: 'k1e2y3', ip });
const known = daily(10, (minute) => at(minute, '198.51.100.10'));
const used = (minute: number) => at(minute, '203.0.113.80');

export default defineSequence({
  id: 'seq-key-theft-and-use',
  topic: 'C',
  title: 'API keys read out, then used elsewhere',
  severity: 'high',
  attack: ['T1552', 'T1078'],
  why: 'Somebody read the values of API keys, and within days a key is used from where it never was.',
  benign: ['A customer moves, in the week in which an operator looked at keys'],
  runbook: [
    'Replace the key that is used elsewhere first: aws apigateway update-api-key --api-key {target} --patch-operations op=replace,path=/enabled,value=false --region {region}, and give its owner a new one.',
    'All keys of the region were read: plan to replace the others too.',
    'Take the credentials that read them away (the first event named here; key {key} made the last).',
    'Read in the access log what the key was used for since the first event, from {ip}.',
  ],
  // The record of a read holds no answer, so that which keys were read is not known: the account is what both have in common.
  key: 'account',
  withinHours: 7 * 24,
  ordered: true,
  steps: [
    {
      title: 'key values read',
      detections: ['apigw-api-key-read', 'apigw-api-keys-dumped'],
      minSeverity: 'medium',
      succeeded: true,
    },
    { title: 'a key used from somewhere new', detections: ['al-key-new-country', 'al-key-shared'] },
  ],
  examples: () => ({
    fires: [
      {
        title: 'read, and used from another network three days later',
        severity: 'high',
        records: [...known, dumped(-4000), used(0)],
      },
    ],
    quiet: [
      { title: 'only read', records: [...known, dumped(-4000), at(0, '198.51.100.10')] },
      { title: 'only used elsewhere', records: [...known, used(0)] },
      { title: 'used before it was read', records: [...known, used(0), dumped(60)] },
      { title: 'read in another account', records: [...known, dumped(-4000, '222222222222'), used(0)] },
      { title: 'read a month ago', records: [...known, dumped(-43_200), used(0)] },
    ],
  }),
});
