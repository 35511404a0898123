import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads } from './acts.ts';
import { service } from './doers.ts';

const VOLUMES = ['vol-0a', 'vol-0b', 'vol-0c', 'vol-0d', 'vol-0e', 'vol-0f'];
/** Copies of the day are made, carried to another region, and the oldest thrown away. */
export const nightly = (day: number): Act[] => [
  ...reads('ec2:DescribeVolumes', 'ec2:DescribeSnapshots', 'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'),
  ...VOLUMES.map((volumeId) => call('ec2:CreateSnapshot', { volumeId, description: `nightly ${day}` })),
  ...VOLUMES.map((volumeId) =>
    call(
      'ec2:CopySnapshot',
      { sourceRegion: 'eu-central-1', sourceSnapshotId: `snap-${volumeId}-${day}`, encrypted: true },
      { region: 'eu-west-1' },
    ),
  ),
  ...VOLUMES.map((volumeId) => call('ec2:DeleteSnapshot', { snapshotId: `snap-${volumeId}-${day - 7}`, force: false })),
  call('rds:CreateDBSnapshot', { dBInstanceIdentifier: 'shop', dBSnapshotIdentifier: `nightly-${day}` }),
  call(
    'rds:CopyDBSnapshot',
    {
      sourceDBSnapshotIdentifier: `arn:aws:rds:eu-central-1:${ACCOUNT}:snapshot:nightly-${day}`,
      targetDBSnapshotIdentifier: `nightly-${day}`,
    },
    { region: 'eu-west-1' },
  ),
  call('rds:DeleteDBSnapshot', { dBSnapshotIdentifier: `nightly-${day - 7}` }),
];

export const BACKUP = service('backup.amazonaws.com');
export const awsBackup = (day: number): Act[] => [
  call('backup:BackupJobStarted', null, {
    also: { eventType: 'AwsServiceEvent', serviceEventDetails: { backupJobId: `job-${day}` } },
  }),
  call('ec2:CreateSnapshot', {
    volumeId: 'vol-0g',
    description: 'This snapshot is created by the AWS Backup service.',
  }),
  call('backup:RecoveryPointDeleted', null, {
    also: {
      eventType: 'AwsServiceEvent',
      serviceEventDetails: { recoveryPointArn: `arn:aws:ec2:eu-central-1::snapshot/snap-b${day - 35}` },
    },
  }),
  call('ec2:DeleteSnapshot', { snapshotId: `snap-b${day - 35}` }),
];

/** Staging gets last week's data. */
export const restored = (day: number): Act =>
  call('rds:RestoreDBInstanceFromDBSnapshot', {
    dBInstanceIdentifier: 'staging',
    dBSnapshotIdentifier: `nightly-${day}`,
    publiclyAccessible: false,
  });
