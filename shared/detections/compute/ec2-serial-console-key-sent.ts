import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { newToCaller } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

function instanceOf(event: TrailEvent): string | undefined {
  return filled(event.params, 'instanceId');
}

const send = (index: number, difference: Difference = {}) =>
  record('ec2-instance-connect', 'SendSerialConsoleSSHPublicKey', {
    params: { instanceId: instance(index), monitorMode: false, sSHPublicKey: 'ssh-ed25519 AAAAexample', serialPort: 0 },
    ...difference,
  });

export default defineDetection({
  id: 'ec2-serial-console-key-sent',
  topic: 'X',
  title: 'Serial console of an instance opened',
  severity: 'high',
  attack: ['T1021.008'],
  why: 'Somebody sits at the console of the machine, past security groups and flow logs. One machine may be a repair; several are a walk through the fleet.',
  benign: ['A machine that no longer boots is being repaired'],
  runbook: [
    'Ask {principal} what was done on {resource} at {time} from {ip}.',
    'List all uses: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=SendSerialConsoleSSHPublicKey --start-time {time-1h} --end-time {time+6h} (instanceId).',
    'See the screen: aws ec2 get-console-output --region {region} --instance-id {target} --latest --output text.',
    'If it was not meant, stop the credentials ({key}), switch it off (aws ec2 disable-serial-console-access --region {region}), and isolate the instances.',
  ],
  on: { source: 'ec2-instance-connect', names: ['SendSerialConsoleSSHPublicKey'] },
  match: (event) => {
    const id = instanceOf(event);
    return id !== undefined && { resource: id, target: id, what: `opened the serial console of ${id}` };
  },
  state: {
    firstSeen: newToCaller('instance', instanceOf, { learning: 'medium' }),
    count: {
      subject: (event) => event.principal.key,
      distinct: instanceOf,
      atLeast: 3,
      withinMinutes: 30,
      noun: 'instances',
      below: 'medium',
    },
  },
  examples: () => ({
    fires: [
      { title: 'one instance', severity: 'medium', records: [...KNOWN_ACCOUNT, send(1)] },
      {
        title: 'three within half an hour',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, send(1), send(2, { minute: 5 }), send(3, { minute: 9 })],
      },
      { title: 'in an account just met', severity: 'medium', records: [send(1), send(2), send(3)] },
    ],
    quiet: [
      { title: 'refused', records: [send(1, { error: { code: 'SerialConsoleAccessDisabledException' } })] },
      {
        title: 'a key for SSH over the network',
        records: [record('ec2-instance-connect', 'SendSSHPublicKey', { params: { instanceId: instance(1) } })],
      },
    ],
  }),
});
