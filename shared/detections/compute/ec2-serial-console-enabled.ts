import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record } from '../example.ts';
import { pipeline } from './example-instances.ts';

const serial = (name: string, difference: Difference = {}) =>
  record('ec2', name, { params: { [`${name}Request`]: '' }, ...difference });

export default defineDetection({
  id: 'ec2-serial-console-enabled',
  topic: 'X',
  title: 'Serial console access switched on',
  severity: 'high',
  attack: ['T1021.008', 'T1578.005'],
  why: 'The serial console reaches every instance of the region without a network: past security groups, flow logs and bastions.',
  benign: ['A machine that no longer boots is being repaired'],
  runbook: [
    'Ask {principal} which machine is being repaired.',
    'See who used it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=SendSerialConsoleSSHPublicKey --start-time {time-1h} --end-time {time+6h}.',
    'If it was not meant: aws ec2 disable-serial-console-access --region {region}, and deny ec2:EnableSerialConsoleAccess by a service control policy.',
    'Look at what else {principal} did from {time-1h} on: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: 'ec2', names: ['EnableSerialConsoleAccess'] },
  match: (event) => ({
    resource: `serial console of ${event.account} in ${event.region}`,
    what: `switched on serial console access for every instance in ${event.region}`,
    ...shipped(event, 'medium'),
  }),
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'high', records: [serial('EnableSerialConsoleAccess')] },
      {
        title: 'with a long-term key',
        severity: 'high',
        records: [serial('EnableSerialConsoleAccess', { by: iamUser() })],
      },
      {
        title: 'by a pipeline',
        severity: 'medium',
        records: [serial('EnableSerialConsoleAccess', { by: pipeline() })],
      },
    ],
    quiet: [
      { title: 'switched off', records: [serial('DisableSerialConsoleAccess')] },
      { title: 'asked for', records: [serial('GetSerialConsoleAccessStatus')] },
      {
        title: 'refused',
        records: [serial('EnableSerialConsoleAccess', { error: { code: 'Client.UnauthorizedOperation' } })],
      },
    ],
  }),
});
