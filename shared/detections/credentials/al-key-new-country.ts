import type { TrailEvent } from '../../cloudtrail/event.ts';
import { stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';
import { countryOf, networkOf } from '../network.ts';
import { apiKeyId, apiKeySubject } from './api-key.ts';

const LEARN = 3;
const keyId = 'k1e2y3i4d5';
const HOME = '198.51.100.10';
const AWAY = '203.0.113.9';
const usual = (minute: number) => accessLog({ keyId, minute });
const places = { [HOME]: { country: 'DE', asn: 64500 }, [AWAY]: { country: 'BR', asn: 64501 } };

function origin(event: TrailEvent): string | undefined {
  return countryOf(event) ?? networkOf(event);
}

export default defineDetection({
  id: 'al-key-new-country',
  topic: 'C',
  title: 'API key used from a new country',
  severity: 'medium',
  attack: ['T1552'],
  why: 'Whoever has the key is the key, and this one was used from a place that it never came from: a leaked key looks like this.',
  benign: ['Mobile users, or a key inside an app', 'A new site of a customer, or a new egress address'],
  runbook: [
    'See whose key it is: aws apigateway get-api-key --api-key {target} --region {region} (name, description, customerId; leave --include-value off).',
    'Ask the owner whether {ip} is theirs.',
    'Compare in the access log of {resource} what came with this key from {ip} and from elsewhere, from {time-1h} to {time+1h}.',
    'If it is not theirs, make a new key and disable this one: aws apigateway update-api-key --api-key {target} --patch-operations op=replace,path=/enabled,value=false --region {region}',
  ],
  on: { source: 'execute-api', names: ['Request'], first: 'ip' },
  match: (event) => {
    const key = apiKeyId(event);
    const country = countryOf(event);
    if (key === undefined) return false;
    return {
      resource: stageName(event),
      target: key,
      what: `called ${stageName(event)} with API key ${key} from ${country ?? networkOf(event)}`,
      // Without a file of places all that is known is the address block, and those change for harmless reasons.
      ...(country === undefined ? { severity: 'low' } : {}),
    };
  },
  state: {
    firstSeen: {
      // A file of places that is there from today on must not make every country a new one.
      subject: (event) => {
        const key = apiKeySubject(event);
        return key === undefined ? undefined : `${key}|${countryOf(event) === undefined ? 'network' : 'country'}`;
      },
      value: origin,
      noun: 'use from',
      learnDays: LEARN,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'another country',
        severity: 'medium',
        places,
        records: [...daily(LEARN, usual), accessLog({ keyId, ip: AWAY })],
      },
      {
        title: 'another network, where no country is known',
        severity: 'low',
        records: [...daily(LEARN, usual), accessLog({ keyId, ip: AWAY })],
      },
    ],
    quiet: [
      {
        title: 'another address of the same country',
        places: { ...places, [AWAY]: { country: 'DE', asn: 64501 } },
        records: [...daily(LEARN, usual), accessLog({ keyId, ip: AWAY })],
      },
      { title: 'another key', places, records: [...daily(LEARN, usual), accessLog({ keyId: 'new', ip: AWAY })] },
      { title: 'no key', places, records: [...daily(LEARN, usual), accessLog({ ip: AWAY })] },
      {
        title: 'while its places are being learnt',
        places,
        records: [...daily(LEARN - 1, usual), accessLog({ keyId, ip: AWAY })],
      },
      {
        title: 'a wrong key',
        places,
        records: [...daily(LEARN, usual), accessLog({ keyId, ip: AWAY, status: 403, type: 'INVALID_API_KEY' })],
      },
    ],
  }),
});
