import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { ec2Request } from './ec2-request.ts';
import { pipeline } from './example-instances.ts';

function mirror(name: string, difference: Difference = {}) {
  const body = {
    NetworkInterfaceId: 'eni-0123456789abcdef0',
    TrafficMirrorTargetId: 'tmt-0123456789abcdef0',
    TrafficMirrorFilterId: 'tmf-0123456789abcdef0',
    SessionNumber: 1,
  };
  return record('ec2', name, { params: { [`${name}Request`]: body }, ...difference });
}

export default defineDetection({
  id: 'ec2-traffic-mirrored',
  topic: 'X',
  title: 'Network traffic of an instance copied',
  severity: 'high',
  attack: ['T1040'],
  why: 'A mirror session sends a copy of every packet elsewhere. Behind a load balancer that ends TLS the traffic is in clear: passwords, tokens, customers’ records.',
  benign: ['An intrusion detection system or a network analysis that was ordered'],
  runbook: [
    'Ask {principal} who receives the copies and why.',
    'See the sessions and their targets: aws ec2 describe-traffic-mirror-sessions --region {region}; aws ec2 describe-traffic-mirror-targets --region {region} (OwnerId tells whose the target is).',
    'If it was not meant: aws ec2 delete-traffic-mirror-session --region {region} --traffic-mirror-session-id ID.',
    'Treat what went over {target} in clear since {time} as read, and rotate passwords and tokens that did.',
  ],
  on: { source: 'ec2', names: ['CreateTrafficMirrorSession'] },
  match: (event) => {
    const request = ec2Request(event);
    const from = filled(request, 'networkInterfaceId') ?? 'a network interface';
    const to = filled(request, 'trafficMirrorTargetId') ?? 'a target';
    return {
      resource: `network interface ${from}`,
      target: from,
      what: `had the traffic of ${from} copied to ${to}`,
      ...shipped(event, 'medium'),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a session', severity: 'high', records: [mirror('CreateTrafficMirrorSession')] },
      {
        title: 'by a pipeline',
        severity: 'medium',
        records: [mirror('CreateTrafficMirrorSession', { by: pipeline() })],
      },
    ],
    quiet: [
      { title: 'a session ends', records: [mirror('DeleteTrafficMirrorSession')] },
      { title: 'a filter alone copies nothing', records: [mirror('CreateTrafficMirrorFilter')] },
      {
        title: 'refused',
        records: [mirror('CreateTrafficMirrorSession', { error: { code: 'Client.UnauthorizedOperation' } })],
      },
    ],
  }),
});
