import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { bySchedule } from './deploys.ts';
import { newcomer } from './newcomer.ts';

function restore(difference = {}, name = 'RestoreDBInstanceFromDBSnapshot') {
  return record('rds', name, {
    params: { dBInstanceIdentifier: 'orders-copy', dBSnapshotIdentifier: 'rds:orders-2026-11-01' },
    ...difference,
  });
}
const usual = daily(6, (minute) => restore({ minute, by: role('staging-refresh') }));

export default defineDetection({
  id: 'rds-snapshot-restored',
  topic: 'X',
  title: 'Copy of a database started by a newcomer',
  severity: 'medium',
  attack: ['T1578.002', 'T1530'],
  why: "A copy has a master password that its maker sets, and stands in a network of the maker's choice: the data without its guards.",
  benign: ['Somebody looks into an incident or refreshes a test environment'],
  runbook: [
    'Ask {principal} what the copy is for.',
    'See how it stands: aws rds describe-db-instances --db-instance-identifier {target} --query "DBInstances[].[PubliclyAccessible,VpcSecurityGroups,DBSubnetGroup.VpcId]" --region {region}.',
    'If nobody can say: aws rds delete-db-instance --db-instance-identifier {target} --skip-final-snapshot --region {region} (the copy, not the original).',
    'See what {principal} did to it: ModifyDBInstance with a new password or public address since {time}.',
  ],
  on: {
    source: 'rds',
    names: [
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceToPointInTime',
      'RestoreDBClusterFromSnapshot',
      'RestoreDBClusterToPointInTime',
    ],
  },
  match: (event) => {
    if (bySchedule(event)) return false;
    const { params } = event;
    const { thing, target } = databaseIn(event);
    const source =
      filled(params, 'dBSnapshotIdentifier') ??
      filled(params, 'snapshotIdentifier') ??
      filled(params, 'sourceDBInstanceIdentifier') ??
      filled(params, 'sourceDBClusterIdentifier') ??
      'a backup';
    return { what: `made ${thing} out of ${source}`, resource: thing, target };
  },
  state: { firstSeen: newcomer('low') },
  examples: () => ({
    fires: [
      { title: 'by somebody who never did', severity: 'medium', records: [...usual, restore()] },
      { title: 'little is known yet', severity: 'low', records: [restore()] },
    ],
    quiet: [
      {
        title: 'a restore test of AWS Backup',
        records: [restore({ by: { ...role('backup'), invokedBy: 'backup.amazonaws.com' } })],
      },
      { title: 'a snapshot taken', records: [restore({}, 'CreateDBSnapshot')] },
      { title: 'refused', records: [restore({ error: { code: 'AccessDenied' } })] },
    ],
  }),
});
