import type { TrailEvent } from '../../cloudtrail/event.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, record, role } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { ec2Request, instancesIn } from './ec2-request.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

function taken(event: TrailEvent): readonly string[] {
  return instancesIn(ec2Request(event));
}

function end(name: string, count: number, difference: Difference = {}, first = 0) {
  const items = Array.from({ length: count }, (_, index) => ({ instanceId: instance(first + index) }));
  return record('ec2', name, { params: { instancesSet: { items } }, ...difference });
}

export default defineDetection({
  id: 'ec2-stopped-many',
  topic: 'X',
  title: 'Many instances stopped or destroyed',
  severity: 'high',
  attack: ['T1485', 'T1489'],
  why: 'Ten machines within minutes is an outage if nobody planned it. Terminated instances are gone, and with them every disk that is deleted with its instance.',
  benign: ['An environment is taken down', 'A schedule that stops machines overnight, on its first days'],
  runbook: [
    'Ask {principal} whether this is planned; if nobody knows, stop it first: deactivate {key} or revoke the role’s sessions.',
    'See what is left: aws ec2 describe-instances --region {region} --query "Reservations[].Instances[].[InstanceId,State.Name,StateTransitionReason]" --output table',
    'Stopped machines can be started again: aws ec2 start-instances --region {region} --instance-ids ID.',
    'For terminated ones look for disks that are left (aws ec2 describe-volumes --region {region} --filters Name=status,Values=available) and for snapshots and backups; keep them from being deleted too.',
  ],
  on: { source: 'ec2', names: ['TerminateInstances', 'StopInstances'] },
  match: (event) => {
    const ids = taken(event);
    if (ids.length === 0 || byService(event)) return false;
    const stops = event.name === 'StopInstances';
    return {
      resource: ids.length === 1 ? (ids[0] ?? '') : `${ids.length} instances`,
      what: `${stops ? 'stopped' : 'terminated'} many instances within minutes, at last ${ids.slice(0, 3).join(', ')}`,
      ...(stops ? { severity: 'medium' as const } : {}),
    };
  },
  state: {
    firstSeen: newToCaller('operation', (event) => event.name, AS_USUAL),
    count: {
      subject: (event) => `${event.principal.key} ${event.name}`,
      distinct: taken,
      atLeast: 10,
      withinMinutes: 10,
      noun: 'instances',
    },
  },
  examples: () => ({
    fires: [
      { title: 'terminated in one call', severity: 'high', records: [...KNOWN_ACCOUNT, end('TerminateInstances', 12)] },
      {
        title: 'terminated one by one',
        severity: 'high',
        records: [
          ...KNOWN_ACCOUNT,
          ...burst(10, (index, minute) => end('TerminateInstances', 1, { minute }, index), 0.5),
        ],
      },
      { title: 'stopped', severity: 'medium', records: [...KNOWN_ACCOUNT, end('StopInstances', 10)] },
      {
        title: 'every evening',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].map((minute) =>
          end('StopInstances', 15, { minute, by: role('office-hours') }),
        ),
      },
    ],
    quiet: [
      { title: 'nine', records: [...KNOWN_ACCOUNT, end('TerminateInstances', 9)] },
      {
        title: 'ten, not within ten minutes',
        records: [
          ...KNOWN_ACCOUNT,
          ...burst(10, (index, minute) => end('TerminateInstances', 1, { minute }, index), 1.18),
        ],
      },
      {
        title: 'Auto Scaling shrinks a group',
        records: [end('TerminateInstances', 20, { by: role('AWSServiceRoleForAutoScaling') })],
      },
      {
        title: 'refused',
        records: [end('TerminateInstances', 20, { error: { code: 'Client.OperationNotPermitted' } })],
      },
    ],
  }),
});
