import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, record, role } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { ec2Request } from './ec2-request.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

const add = (name: string, keyName: string, difference: Difference = {}) =>
  record('ec2', name, { params: { keyName, publicKeyMaterial: 'c3NoLWVkMjU1MTkgZXhhbXBsZQ==' }, ...difference });

function nameIn(event: TrailEvent): string {
  return filled(ec2Request(event), 'keyName') ?? 'without a name';
}

// A key pair opens nothing by itself: it says how somebody means to get into what is started next, which others look at.
export default defineDetection({
  id: 'ec2-key-pair-added',
  topic: 'X',
  title: 'SSH key pair added by a newcomer',
  severity: 'low',
  attack: ['T1098.004'],
  why: 'An attacker who starts instances brings a key pair of his own to get into them.',
  benign: ['Somebody new sets up a machine', 'A new deployment role'],
  runbook: [
    'Ask {principal} what key pair {target} is for.',
    'See which instances use it: aws ec2 describe-instances --region {region} --filters Name=key-name,Values={target} --query "Reservations[].Instances[].[InstanceId,LaunchTime,State.Name]" --output table',
    'If nobody knows it: aws ec2 delete-key-pair --region {region} --key-name {target} (instances already started keep the key).',
  ],
  on: { source: 'ec2', names: ['CreateKeyPair', 'ImportKeyPair'] },
  match: (event) => {
    if (byService(event)) return false;
    const name = nameIn(event);
    return {
      resource: `key pair ${name}`,
      target: name,
      what: `${event.name === 'ImportKeyPair' ? 'brought in' : 'made'} key pair ${name}`,
    };
  },
  state: {
    firstSeen: newToAccount('maker of key pairs'),
  },
  examples: () => ({
    fires: [
      { title: 'made', severity: 'low', records: [...KNOWN_ACCOUNT, add('CreateKeyPair', 'test')] },
      { title: 'brought in', severity: 'low', records: [...KNOWN_ACCOUNT, add('ImportKeyPair', 'test')] },
    ],
    quiet: [
      {
        title: 'somebody who often does',
        records: [
          ...daily(7, (minute) => add('CreateKeyPair', 'a', { minute, by: role('builder') })),
          add('CreateKeyPair', 'b', { by: role('builder') }),
        ],
      },
      { title: 'in an account just met', records: [add('CreateKeyPair', 'test')] },
      { title: 'taken away', records: [...KNOWN_ACCOUNT, add('DeleteKeyPair', 'test')] },
      {
        title: 'a service makes one for somebody',
        records: [
          ...KNOWN_ACCOUNT,
          add('CreateKeyPair', 'eb', { by: { ...role(), invokedBy: 'elasticbeanstalk.amazonaws.com' } }),
        ],
      },
    ],
  }),
});
