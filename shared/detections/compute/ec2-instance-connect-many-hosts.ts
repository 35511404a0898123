import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

function instanceOf(event: TrailEvent): string | undefined {
  return filled(event.params, 'instanceId');
}

function keys(count: number, difference: Difference = {}, everyMinutes = 0.1) {
  return burst(
    count,
    (index, minute) =>
      record('ec2-instance-connect', 'SendSSHPublicKey', {
        by: iamUser(),
        params: { instanceId: instance(index), instanceOSUser: 'ec2-user', sSHPublicKey: 'ssh-ed25519 AAAAexample' },
        response: { success: true },
        ...difference,
        minute: (difference.minute ?? 0) + minute,
      }),
    everyMinutes,
  );
}

export default defineDetection({
  id: 'ec2-instance-connect-many-hosts',
  topic: 'X',
  title: 'SSH keys pushed to several instances',
  severity: 'high',
  attack: ['T1021.008', 'T1098.004'],
  why: 'EC2 Instance Connect lets in whoever may push a key for a minute. Going from machine to machine this way needs no key of the servers’ own.',
  benign: ['An operator looks at one machine after the other during an incident'],
  runbook: [
    'Ask {principal} whether it signed in to these instances at {time} from {ip}.',
    'List them: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=SendSSHPublicKey --start-time {time-1h} --end-time {time+1h} (instanceId, instanceOSUser).',
    'If nobody did, stop the credentials ({key}) and isolate the instances with a security group without rules.',
    'Read the sign-in logs of each (journalctl -u sshd, /var/log/secure), look for new keys in authorized_keys, and see what the instances’ roles did since {time}.',
  ],
  on: { source: 'ec2-instance-connect', names: ['SendSSHPublicKey'] },
  match: (event) => {
    const id = instanceOf(event);
    if (id === undefined) return false;
    const user = filled(event.params, 'instanceOSUser') ?? 'a user';
    return { resource: id, target: id, what: `pushed SSH keys to several instances, at last for ${user} on ${id}` };
  },
  state: {
    firstSeen: newToCaller('instance', instanceOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: instanceOf,
      atLeast: 3,
      withinMinutes: 10,
      noun: 'instances',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three instances', severity: 'high', records: [...KNOWN_ACCOUNT, ...keys(3)] },
      { title: 'in an account just met', severity: 'medium', records: keys(3) },
      {
        title: 'instances it visits every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((minute) => keys(3, { minute })),
      },
    ],
    quiet: [
      { title: 'two instances', records: [...KNOWN_ACCOUNT, ...keys(2)] },
      { title: 'three, not within ten minutes', records: [...KNOWN_ACCOUNT, ...keys(3, {}, 5.3)] },
      { title: 'one instance again and again', records: keys(9, { params: { instanceId: instance(1) } }) },
      { title: 'refused', records: keys(5, { error: { code: 'AccessDeniedException' } }) },
    ],
  }),
});
