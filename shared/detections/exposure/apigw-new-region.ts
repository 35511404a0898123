import { defineDetection } from '../define.ts';
import { daily, restApi } from '../example.ts';

const created = (difference: { minute?: number; region?: string; error?: { code: string } } = {}) =>
  restApi('CreateRestApi', {}, { name: 'shop' }, difference);
const usual = daily(5, (minute) => created({ minute }));

export default defineDetection({
  id: 'apigw-new-region',
  topic: 'P',
  title: 'API Gateway change in an unused region',
  severity: 'medium',
  attack: ['T1535'],
  why: 'APIs, keys and domains in a region nobody looks at go unseen: no alarms, no WAF, no dashboards, no service quota watched.',
  benign: ['The product expands to a new region', 'A disaster recovery exercise'],
  runbook: [
    'Ask {principal} whether {region} is a region you mean to use.',
    'See what is there: aws apigateway get-rest-apis --region {region}; aws apigatewayv2 get-apis --region {region}; aws apigateway get-api-keys --region {region}',
    'If it was not meant: delete it, and deny the region by a service control policy on aws:RequestedRegion.',
    'Look at what else {principal} did from {time-1h} to {time+1h}: aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h} --region {region}',
  ],
  on: { source: 'apigateway', writes: true },
  match: ({ name, region, api }) => ({
    what: `called ${name} in ${region}`,
    resource: `${api?.resource ?? 'API Gateway'} in ${region}`,
  }),
  state: {
    firstSeen: {
      subject: ({ account }) => account,
      value: ({ region }) => region,
      noun: 'region with API Gateway changes',
      learnDays: 5,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a region without a change so far',
        severity: 'medium',
        records: [...usual, created({ region: 'ap-southeast-2' })],
      },
    ],
    quiet: [
      { title: 'a region in use', records: [...usual, created()] },
      { title: 'while learning', records: [created({ minute: -1440 }), created({ region: 'ap-southeast-2' })] },
      {
        title: 'a look around',
        records: [...usual, restApi('GetRestApis', { limit: 500 }, undefined, { region: 'ap-southeast-2' })],
      },
      {
        title: 'denied',
        records: [...usual, created({ region: 'ap-southeast-2', error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
