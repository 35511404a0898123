import { addressKey, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ENOUGH = 20;
const wrong = { status: 403, type: 'INVALID_API_KEY' };

export default defineDetection({
  id: 'al-key-guessing',
  topic: 'T',
  title: 'Many wrong API keys from one address',
  severity: 'high',
  attack: ['T1110.003'],
  why: 'Somebody tries API keys, made up or from a leak, until one is taken.',
  benign: ['An app that still has a key which was deleted or disabled', 'A client that sends no key at all'],
  runbook: [
    'Look in the access log of {resource} from {time-1h} to {time+1h} for sourceIp {ip}: a line with an apiKeyId after these means that a key was found.',
    'If one was found, disable it: aws apigateway update-api-key --api-key API_KEY_ID --patch-operations op=replace,path=/enabled,value=false --region {region}',
    'See whether a key was deleted or disabled shortly before {time} that a client may still use.',
    'Block the address in the web ACL of the stage.',
  ],
  on: { source: 'execute-api', names: ['INVALID_API_KEY'], outcome: 'any' },
  match: (event) => ({
    resource: stageName(event),
    what: `sent ${stageName(event)} an API key that it doesn't know, or none`,
  }),
  state: { count: { subject: addressKey, atLeast: ENOUGH, withinMinutes: 5, noun: 'requests without a valid key' } },
  examples: () => ({
    fires: [
      {
        title: 'twenty in a minute',
        severity: 'high',
        records: burst(ENOUGH, (_, minute) => accessLog({ ...wrong, minute }), 0.05),
      },
    ],
    quiet: [
      { title: 'one fewer', records: burst(ENOUGH - 1, (_, minute) => accessLog({ ...wrong, minute }), 0.05) },
      {
        title: 'an old app that retries slowly',
        records: burst(ENOUGH, (_, minute) => accessLog({ ...wrong, minute }), 5 / (ENOUGH - 1)),
      },
      {
        title: 'as many, from many addresses',
        records: burst(ENOUGH, (n, minute) => accessLog({ ...wrong, ip: `203.0.113.${n}`, minute }), 0.05),
      },
      {
        title: 'as many unsigned requests',
        records: burst(
          ENOUGH,
          (_, minute) => accessLog({ status: 403, type: 'MISSING_AUTHENTICATION_TOKEN', minute }),
          0.05,
        ),
      },
    ],
  }),
});
