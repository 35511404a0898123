import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { pipeline } from './example-instances.ts';

const call = (name: string, difference: Difference = {}) =>
  record('ec2', name, { params: { [`${name}Request`]: '' }, ...difference });

export default defineDetection({
  id: 'ec2-ebs-encryption-off',
  topic: 'X',
  title: 'Disk encryption by default switched off',
  severity: 'medium',
  attack: ['T1578.005', 'T1685'],
  why: 'New disks and their snapshots are no longer encrypted. A snapshot that is not can be shared with any account, which is how disks are carried off.',
  benign: ['A tool that can’t handle encrypted images'],
  runbook: [
    'Ask {principal} why disks in {region} shall not be encrypted.',
    'Switch it on again: aws ec2 enable-ebs-encryption-by-default --region {region}.',
    'Find what was made without since {time}: aws ec2 describe-volumes --region {region} --filters Name=encrypted,Values=false --query "Volumes[].[VolumeId,CreateTime]" --output table; the same with describe-snapshots --owner-ids self.',
    'Look for shared snapshots: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=ModifySnapshotAttribute --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: 'ec2', names: ['DisableEbsEncryptionByDefault'] },
  match: (event) => ({
    resource: `EBS encryption of ${event.account} in ${event.region}`,
    what: `switched off the encryption of new disks in ${event.region}`,
    ...shipped(event),
  }),
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'medium', records: [call('DisableEbsEncryptionByDefault')] },
      { title: 'by a pipeline', severity: 'low', records: [call('DisableEbsEncryptionByDefault', { by: pipeline() })] },
    ],
    quiet: [
      { title: 'switched on', records: [call('EnableEbsEncryptionByDefault')] },
      { title: 'another key by default', records: [call('ModifyEbsDefaultKmsKeyId')] },
      {
        title: 'refused',
        records: [call('DisableEbsEncryptionByDefault', { error: { code: 'Client.UnauthorizedOperation' } })],
      },
    ],
  }),
});
