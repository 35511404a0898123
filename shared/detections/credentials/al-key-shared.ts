import { stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst, daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';
import { networkOf } from '../network.ts';
import { apiKeyId, apiKeySubject } from './api-key.ts';

const ENOUGH = 10;
const LEARN = 3;
const keyId = 'k1e2y3i4d5';
const from = (n: number) => `198.${50 + n}.0.9`;
const spread = (count: number, everyMinutes = 1) =>
  burst(count, (n, minute) => accessLog({ keyId, ip: from(n), minute }), everyMinutes);
const usual = (minute: number) => accessLog({ keyId, minute });

/**
 * Keys inside apps come from everywhere, day after day: the network that makes the number full must be one that this key was
 * never used from.
 */
export default defineDetection({
  id: 'al-key-shared',
  topic: 'C',
  title: 'API key used from many networks',
  severity: 'medium',
  attack: ['T1552'],
  why: 'A key that one customer has comes from many networks within an hour: it was passed on, published, or put behind a pool of proxies.',
  benign: ['A key inside a mobile or browser app', 'A customer that moved to a provider with many exits'],
  runbook: [
    'See whose key it is: aws apigateway get-api-key --api-key {target} --region {region} (name, description, customerId; leave --include-value off).',
    'Count in the access log of {resource} the addresses that used it from {time-1h} to {time+1h}, and what each called.',
    'Search public code for the key value, and ask the owner where it is kept.',
    'If it got out, make a new key and disable this one: aws apigateway update-api-key --api-key {target} --patch-operations op=replace,path=/enabled,value=false --region {region}; if it is inside an app, identify users and not the app.',
  ],
  on: { source: 'execute-api', names: ['Request'], first: 'network' },
  match: (event) => {
    const key = apiKeyId(event);
    if (key === undefined) return false;
    return { resource: stageName(event), target: key, what: `called ${stageName(event)} with API key ${key}` };
  },
  state: {
    firstSeen: { subject: apiKeySubject, value: networkOf, noun: 'use of the key from', learnDays: LEARN },
    count: { subject: apiKeySubject, distinct: networkOf, atLeast: ENOUGH, withinMinutes: 60, noun: 'networks' },
  },
  examples: () => ({
    fires: [
      {
        title: 'ten networks within an hour',
        severity: 'medium',
        records: [...daily(LEARN, usual), ...spread(ENOUGH)],
      },
    ],
    quiet: [
      { title: 'one fewer', records: [...daily(LEARN, usual), ...spread(ENOUGH - 1)] },
      {
        title: 'within an hour all but the first',
        records: [...daily(LEARN, usual), ...spread(ENOUGH, 60 / (ENOUGH - 1))],
      },
      {
        title: 'networks that it is used from every day',
        records: [
          ...Array.from({ length: ENOUGH }, (_, n) =>
            daily(LEARN, (minute) => accessLog({ keyId, ip: from(n), minute: minute + n })),
          ).flat(),
          ...spread(ENOUGH),
        ],
      },
      {
        title: 'as many, each with another key',
        records: [
          ...daily(LEARN, usual),
          ...burst(ENOUGH, (n, minute) => accessLog({ keyId: `key${n}`, ip: from(n), minute }), 1),
        ],
      },
    ],
  }),
});
