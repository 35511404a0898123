import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { knownFor } from './example-instances.ts';
import { run } from './example-launches.ts';
import { LAUNCHES, launchOf } from './launch.ts';

export default defineDetection({
  id: 'ec2-launch-new-region',
  topic: 'X',
  title: 'First instance in an unused region',
  severity: 'medium',
  attack: ['T1535', 'T1578.002'],
  why: 'Machines in a region nobody looks at can run for months: no alarms, no dashboards, only the bill.',
  benign: ['The product expands to a new region', 'A disaster recovery exercise'],
  runbook: [
    'Ask {principal} whether {region} is a region you mean to use.',
    'See what runs there: aws ec2 describe-instances --region {region} --query "Reservations[].Instances[].[InstanceId,InstanceType,LaunchTime,KeyName,PublicIpAddress]" --output table',
    'If it was not meant, stop the credentials ({key}), terminate the instances, and look for keys, functions and buckets made there too.',
    'Deny the region by a service control policy on aws:RequestedRegion.',
  ],
  on: { source: 'ec2', names: LAUNCHES },
  match: (event) => {
    const { types, count } = launchOf(event);
    const kind = types.slice(0, 3).join(', ') || 'a launch template’s type';
    return { resource: `EC2 in ${event.region}`, what: `started up to ${count} of ${kind} in ${event.region}` };
  },
  state: {
    firstSeen: newToAccount('region with instances', (event) => event.region, {}, 5),
    // The day a region is taken into use has many launches: the first is told.
    count: {
      subject: (event) => `${event.account} ${event.region}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'launches there',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a region without instances so far',
        severity: 'medium',
        records: [
          ...daily(7, (minute) => run('m7i.large', 1, { minute })),
          run('m7i.large', 1, { region: 'sa-east-1' }),
        ],
      },
      { title: 'an account that never used EC2', severity: 'medium', records: [...knownFor(5), run('m7i.large')] },
    ],
    quiet: [
      {
        title: 'a region in use',
        records: [...daily(7, (minute) => run('m7i.large', 1, { minute })), run('c7i.large', 5)],
      },
      { title: 'an account just met', records: [...knownFor(4), run('m7i.large', 1, { region: 'sa-east-1' })] },
      {
        title: 'refused',
        records: [
          ...knownFor(7),
          run('m7i.large', 1, { region: 'sa-east-1', error: { code: 'Client.UnauthorizedOperation' } }),
        ],
      },
    ],
  }),
});
