import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, iamUser, record, role } from '../example.ts';
import { newcomer } from './newcomer.ts';

const DATA = { readOnly: true, managementEvent: false, eventCategory: 'Data' };

function block(blockIndex: number, difference = {}, name = 'GetSnapshotBlock') {
  return record('ebs', name, {
    params: { snapshotId: 'snap-0123456789abcdef0', blockIndex, blockToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    also: DATA,
    ...difference,
  });
}
const vendor = role('backup-vendor');

export default defineDetection({
  id: 'ebs-direct-read',
  topic: 'X',
  title: 'Snapshot read block by block',
  severity: 'high',
  attack: ['T1530'],
  why: 'The EBS direct APIs hand out the raw disk: no volume, no instance and no share is needed, so nothing else in the log shows it.',
  benign: ['A backup product that reads snapshots this way', 'A forensic copy'],
  runbook: [
    'Ask {principal} which tool reads {target} and where the blocks went.',
    'See what the snapshot is of: aws ec2 describe-snapshots --snapshot-ids {target} --region {region} (VolumeId, Description, Tags).',
    'If nobody can say: take ebs:GetSnapshotBlock and ebs:ListSnapshotBlocks from {principal} and cut {key} off.',
    'Treat what was on the disk as taken: change the keys and passwords it holds.',
  ],
  // Data events of AWS::EC2::Snapshot; the trail must record them.
  on: { source: 'ebs', names: ['GetSnapshotBlock', 'ListSnapshotBlocks', 'ListChangedBlocks'] },
  match: (event) => {
    if (event.principal.class === 'service') return false;
    const snapshot = filled(event.params, 'snapshotId') ?? filled(event.params, 'secondSnapshotId') ?? '(unknown)';
    return { what: `read the blocks of snapshot ${snapshot}`, resource: `snapshot ${snapshot}`, target: snapshot };
  },
  state: { firstSeen: newcomer('high') },
  examples: () => ({
    fires: [
      {
        title: 'by a user who never did',
        severity: 'high',
        records: burst(40, (index, minute) => block(index, { minute, by: iamUser() })),
      },
      {
        title: 'beside the backup product',
        severity: 'high',
        records: [...daily(6, (minute) => block(0, { minute, by: vendor })), block(0, { by: iamUser() })],
      },
      {
        title: 'what changed between two',
        severity: 'high',
        records: [
          record('ebs', 'ListChangedBlocks', {
            params: { firstSnapshotId: 'snap-1', secondSnapshotId: 'snap-2' },
            also: DATA,
            by: iamUser(),
          }),
        ],
      },
    ],
    quiet: [
      { title: 'a block written', records: [block(0, { by: iamUser() }, 'PutSnapshotBlock')] },
      { title: 'refused', records: [block(0, { error: { code: 'AccessDeniedException' } })] },
      { title: 'a service of AWS', records: [block(0, { by: role('AWSServiceRoleForBackup') })] },
    ],
  }),
});
