import { filled } from '../../cloudtrail/field.ts';
import { requestOf, stageName, statusOf } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ENOUGH = 60;
const throttled = { status: 429, type: 'THROTTLED', keyId: 'k1e2y3i4d5' };
const QUOTA = 'QUOTA_EXCEEDED';

export default defineDetection({
  id: 'al-throttle-burst',
  topic: 'H',
  title: 'Caller throttled many times',
  severity: 'medium',
  attack: ['T1499.003'],
  why: 'Somebody sends far more than the API lets through: to wear it out, to scrape it, or because a stolen key is put to work. While the limit is reached, other callers of the same plan or stage are turned away too.',
  benign: [
    'A client that retries without waiting',
    'A batch job that started',
    'A limit that is too low for what was released',
  ],
  runbook: [
    'See what {principal} called, in the access log of {resource} from {time-1h} to {time+1h}: how many requests a minute, which paths, which addresses (the last was {ip}).',
    'See which limits hold: aws apigateway get-usage-plans --region {region}',
    'If a key is abused, disable it: aws apigateway update-api-key --api-key {key} --patch-operations op=replace,path=/enabled,value=false --region {region}',
    'If it comes from few addresses, add a rate-based rule to the web ACL of the stage; raise no limit before the cause is known.',
  ],
  // A 429 that the backend sent is called Request.
  on: { source: 'execute-api', names: ['THROTTLED', QUOTA, 'Request'], outcome: ['denied', 'failed'] },
  match: (event) => {
    if (event.name === 'Request' && statusOf(event) !== 429) return false;
    const target = filled(requestOf(event)['apiKeyId']);
    return {
      resource: stageName(event),
      what: event.name === QUOTA ? `used up its quota at ${stageName(event)}` : `was throttled at ${stageName(event)}`,
      ...(target === undefined ? {} : { target }),
    };
  },
  state: {
    count: {
      subject: (event) => (event.principal.name === 'unknown' ? undefined : event.principal.key),
      atLeast: ENOUGH,
      withinMinutes: 5,
      noun: 'requests turned away',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'one key, throttled again and again',
        severity: 'medium',
        records: burst(ENOUGH, (_, minute) => accessLog({ ...throttled, minute }), 0.05),
      },
      {
        title: 'a quota used up by one address',
        severity: 'medium',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 429, type: QUOTA, minute }), 0.05),
      },
      {
        title: '429 from the backend itself',
        severity: 'medium',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 429, minute }), 0.05),
      },
    ],
    quiet: [
      {
        title: 'one request fewer',
        records: burst(ENOUGH - 1, (_, minute) => accessLog({ ...throttled, minute }), 0.05),
      },
      {
        title: 'within five minutes all but the first',
        records: burst(ENOUGH, (_, minute) => accessLog({ ...throttled, minute }), 5 / (ENOUGH - 1)),
      },
      {
        title: 'nobody known who called',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 429, ip: '-', minute }), 0.05),
      },
      {
        title: 'as many, each by another key',
        records: burst(ENOUGH, (n, minute) => accessLog({ ...throttled, keyId: `key${n}`, minute }), 0.05),
      },
      {
        title: 'as many errors of the backend',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 503, minute }), 0.05),
      },
    ],
  }),
});
