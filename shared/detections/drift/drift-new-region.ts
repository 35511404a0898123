import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { isOwnWork } from './own-work.ts';

/** Services that log in us-east-1 wherever the caller is: their region is nobody's choice. */
const GLOBAL = new Set([
  'account',
  'billing',
  'budgets',
  'ce',
  'cloudfront',
  'globalaccelerator',
  'health',
  'iam',
  'networkmanager',
  'organizations',
  'route53',
  'route53domains',
  'shield',
  'signin',
  'sts',
  'support',
  'waf',
]);

function put(region: string, difference = {}, service = 'ec2', name = 'RunInstances') {
  return record(service, name, { by: role('worker'), region, ...difference });
}
const usual = daily(7, (minute) => put('eu-central-1', { minute }));

/** Only what changes something: see drift-new-service. */
export default defineDetection({
  id: 'drift-new-region',
  topic: 'D',
  title: 'Principal changes something in a region it never used',
  severity: 'low',
  attack: ['T1535'],
  why: 'What runs in a region nobody looks at is not seen: miners, proxies and copies of data are put where there are no dashboards.',
  benign: ['The product expands', 'A disaster recovery exercise'],
  runbook: [
    'Ask the owner of {principal} whether {region} is a region it should use.',
    'See what else the same credentials did there: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
    'If not meant, delete what was made, and deny the region by a service control policy on aws:RequestedRegion.',
  ],
  on: { writes: true },
  match: (event) => !GLOBAL.has(event.service) && isOwnWork(event),
  state: {
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => event.region,
      noun: 'region',
      learnDays: 7,
    },
  },
  examples: () => ({
    fires: [{ title: 'instances far away', severity: 'low', records: [...usual, put('ap-southeast-2')] }],
    quiet: [
      { title: 'the region it uses', records: [...usual, put('eu-central-1')] },
      {
        title: 'a global service',
        records: [...usual, put('us-east-1', {}, 'iam', 'TagRole')],
      },
      { title: 'a look around', records: [...usual, put('ap-southeast-2', {}, 'ec2', 'DescribeInstances')] },
      {
        title: 'denied',
        records: [...usual, put('ap-southeast-2', { error: { code: 'Client.UnauthorizedOperation' } })],
      },
    ],
  }),
});
