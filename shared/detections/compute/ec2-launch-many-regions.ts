import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, role } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';
import { run } from './example-launches.ts';
import { LAUNCHES, launchOf } from './launch.ts';

const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-1', 'sa-east-1'];
const everywhere = (count: number, difference: Difference = {}) =>
  REGIONS.slice(0, count).map((region, index) =>
    run('c6a.xlarge', 2, { region, ...difference, minute: (difference.minute ?? 0) + index }),
  );

export default defineDetection({
  id: 'ec2-launch-many-regions',
  topic: 'X',
  title: 'Instances wanted in many regions at once',
  severity: 'high',
  attack: ['T1496.001', 'T1535'],
  why: 'Quotas count by region, so whoever mines on a stolen key goes through all of them. Few products start in three regions within the hour.',
  benign: ['A product that is deployed to several regions', 'A disaster recovery exercise'],
  runbook: [
    'Ask {principal} why instances are needed in {region} and the other regions.',
    'See what runs there: for r in $(aws ec2 describe-regions --query "Regions[].RegionName" --output text); do echo $r; aws ec2 describe-instances --region $r --filters Name=instance-state-name,Values=pending,running --query "Reservations[].Instances[].[InstanceId,InstanceType,LaunchTime]" --output text; done',
    'If it was not meant, stop the credentials ({key}) before terminating anything, so that nothing is started again.',
    'Deny regions that are never used by a service control policy on aws:RequestedRegion.',
  ],
  on: { source: 'ec2', names: LAUNCHES, outcome: 'any' },
  match: (event) => {
    if (byService(event)) return false;
    const types = launchOf(event).types.join(', ') || 'instances';
    return {
      resource: `${types} in ${event.region}`,
      what: `${event.outcome === 'success' ? 'started' : 'tried to start'} instances in many regions, at last ${types} in ${event.region}`,
    };
  },
  state: {
    firstSeen: newToCaller('region', (event) => event.region, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => event.region,
      atLeast: 3,
      withinMinutes: 60,
      noun: 'regions',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three regions', severity: 'high', records: [...KNOWN_ACCOUNT, ...everywhere(3)] },
      {
        title: 'refused in all',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, ...everywhere(5, { error: { code: 'Client.PendingVerification' } })],
      },
      { title: 'in an account just met', severity: 'medium', records: everywhere(4) },
      {
        title: 'a product that lives in three regions',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((minute) => everywhere(3, { minute, by: role('deploy') })),
      },
    ],
    quiet: [
      { title: 'two regions', records: [...KNOWN_ACCOUNT, ...everywhere(2)] },
      { title: 'many in one region', records: [...KNOWN_ACCOUNT, ...everywhere(5, { region: 'eu-west-1' })] },
      {
        title: 'Auto Scaling groups in three regions',
        records: [...KNOWN_ACCOUNT, ...everywhere(3, { by: role('AWSServiceRoleForAutoScaling') })],
      },
      {
        title: 'three regions over more than an hour',
        records: [
          ...KNOWN_ACCOUNT,
          ...REGIONS.slice(0, 3).map((region, index) => run('c6a.xlarge', 2, { region, minute: index * 30.25 })),
        ],
      },
    ],
  }),
});
