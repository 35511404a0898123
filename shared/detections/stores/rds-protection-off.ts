import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { databaseIn } from './database.ts';
import { eased } from './deploys.ts';

function modify(params: Record<string, unknown>, difference = {}) {
  return record('rds', 'ModifyDBInstance', { params: { dBInstanceIdentifier: 'orders', ...params }, ...difference });
}

function lossIn({ name, params }: TrailEvent, thing: string): { what: string; severity: Severity } | undefined {
  if (name === 'DeleteDBInstanceAutomatedBackup' || name === 'DeleteDBClusterAutomatedBackup')
    return { what: `deleted the automated backups of ${thing}`, severity: 'high' };
  if (name === 'StopDBInstanceAutomatedBackupsReplication')
    return { what: `stopped copying backups of ${thing} to another region`, severity: 'medium' };
  // Zero deletes the backups that were kept, too.
  if (amount(params, 'backupRetentionPeriod') === 0)
    return { what: `switched off backups of ${thing}`, severity: 'high' };
  // The first step of every ordinary removal, too.
  if (flag(params, 'deletionProtection') === false)
    return { what: `switched off deletion protection of ${thing}`, severity: 'medium' };
  return undefined;
}

export default defineDetection({
  id: 'rds-protection-off',
  topic: 'X',
  title: "Database's backups or protection switched off",
  severity: 'high',
  attack: ['T1490'],
  why: 'The database can be destroyed, and what it held cannot be brought back.',
  benign: ['A database is about to be taken down'],
  runbook: [
    'Ask {principal} whether {resource} is to go.',
    'See what is left: aws rds describe-db-snapshots --db-instance-identifier {target} --region {region}; aws rds describe-db-instance-automated-backups --db-instance-identifier {target} --region {region}.',
    'Take a copy now: aws rds create-db-snapshot --db-instance-identifier {target} --db-snapshot-identifier {target}-kept --region {region}.',
    'Put it back: aws rds modify-db-instance --db-instance-identifier {target} --backup-retention-period 7 --deletion-protection --apply-immediately --region {region}.',
  ],
  on: {
    source: 'rds',
    names: [
      'ModifyDBInstance',
      'ModifyDBCluster',
      'DeleteDBInstanceAutomatedBackup',
      'DeleteDBClusterAutomatedBackup',
      'StopDBInstanceAutomatedBackupsReplication',
    ],
  },
  match: (event) => {
    const { thing, target } = databaseIn(event);
    const loss = lossIn(event, thing);
    return loss !== undefined && eased(event, { ...loss, resource: thing, target }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'backups', severity: 'high', records: [modify({ backupRetentionPeriod: 0 })] },
      { title: 'protection', severity: 'medium', records: [modify({ deletionProtection: false })] },
      {
        title: 'kept backups',
        severity: 'high',
        records: [
          record('rds', 'DeleteDBInstanceAutomatedBackup', { params: { dbiResourceId: 'db-PUDCUDGLRGDVGNFIUKF4' } }),
        ],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [
          modify({ deletionProtection: false }, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
      {
        title: 'kept backups of a cluster',
        severity: 'high',
        records: [
          record('rds', 'DeleteDBClusterAutomatedBackup', { params: { dbClusterResourceId: 'cluster-EXAMPLE' } }),
        ],
      },
      {
        title: 'copies in another region',
        severity: 'medium',
        records: [
          record('rds', 'StopDBInstanceAutomatedBackupsReplication', {
            params: { sourceDBInstanceArn: 'arn:aws:rds:eu-central-1:111111111111:db:orders' },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'kept longer', records: [modify({ backupRetentionPeriod: 14 })] },
      {
        title: 'a new test database',
        records: [
          record('rds', 'CreateDBInstance', {
            params: { dBInstanceIdentifier: 'test', deletionProtection: false, backupRetentionPeriod: 0 },
          }),
        ],
      },
      { title: 'refused', records: [modify({ backupRetentionPeriod: 0 }, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
