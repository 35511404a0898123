import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('dynamodb', name, { params, ...difference });
}
const pitr = (pointInTimeRecoveryEnabled: unknown) => ({
  tableName: 'orders',
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled },
});
const BACKUP = 'arn:aws:dynamodb:eu-central-1:111111111111:table/orders/backup/01700000000000-a1b2c3d4';

/** What is lost, in words that complete "alice …". */
function lossOf(event: TrailEvent, table: string): { what: string; severity: Severity } | undefined {
  switch (event.name) {
    case 'DeleteTable':
      return { what: `deleted table ${table}`, severity: 'high' };
    case 'DeleteBackup':
      return { what: `deleted a backup of table ${table}`, severity: 'high' };
    case 'UpdateContinuousBackups': {
      const on = flag(event.params, 'pointInTimeRecoverySpecification', 'pointInTimeRecoveryEnabled');
      // Off also forgets the 35 days that were kept.
      return on === false
        ? { what: `switched off point-in-time recovery of table ${table}`, severity: 'high' }
        : undefined;
    }
    default:
      // The first step of every ordinary removal too; the deletion itself is reported as high.
      return flag(event.params, 'deletionProtectionEnabled') === false
        ? { what: `switched off deletion protection of table ${table}`, severity: 'medium' }
        : undefined;
  }
}

/** A table's name from its name or ARN, or from the ARN of one of its backups. */
function tableOf(event: TrailEvent): string {
  const named = filled(event.params, 'tableName') ?? filled(event.params, 'tableArn');
  const backup = filled(event.params, 'backupArn');
  if (named === undefined && backup !== undefined) return /:table\/([^/]+)/.exec(backup.slice(0, 1024))?.[1] ?? backup;
  return named === undefined ? '(unknown)' : nameOf(named);
}

export default defineDetection({
  id: 'ddb-destroyed',
  topic: 'B',
  title: 'Table, its backup or its protection removed',
  severity: 'high',
  attack: ['T1485'],
  why: 'The data behind the API is gone, or can now be destroyed for good: without point-in-time recovery and backups there is no way back.',
  benign: ['A stack or test environment is taken down'],
  runbook: [
    'Ask {principal} whether {resource} was to go; stop them if more tables follow.',
    'See what is left: aws dynamodb describe-continuous-backups --table-name {target} --region {region}; aws dynamodb list-backups --table-name {target} --region {region}.',
    'Bring it back within 35 days: a deleted table with point-in-time recovery leaves a system backup (aws dynamodb list-backups --backup-type SYSTEM --region {region}), then aws dynamodb restore-table-from-backup --target-table-name {target} --backup-arn ARN --region {region}.',
    'Protect it again: aws dynamodb update-continuous-backups --table-name {target} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true --region {region}; aws dynamodb update-table --table-name {target} --deletion-protection-enabled --region {region}.',
  ],
  on: { source: 'dynamodb', names: ['DeleteTable', 'DeleteBackup', 'UpdateContinuousBackups', 'UpdateTable'] },
  match: (event) => {
    const table = tableOf(event);
    const loss = lossOf(event, table);
    if (loss === undefined) return false;
    const eased = loss.severity === 'high' ? 'medium' : 'low';
    return { ...loss, resource: `table ${table}`, target: table, ...shipped(event, eased) };
  },
  examples: () => ({
    fires: [
      { title: 'a table', severity: 'high', records: [call('DeleteTable', { tableName: 'orders' })] },
      { title: 'recovery off', severity: 'high', records: [call('UpdateContinuousBackups', pitr(false))] },
      { title: 'a backup', severity: 'high', records: [call('DeleteBackup', { backupArn: BACKUP })] },
      {
        title: 'protection off',
        severity: 'medium',
        records: [call('UpdateTable', { tableName: 'orders', deletionProtectionEnabled: false })],
      },
      {
        title: 'by CloudFormation',
        severity: 'medium',
        records: [
          call(
            'DeleteTable',
            { tableName: 'orders' },
            { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } },
          ),
        ],
      },
      {
        title: 'protection off, by CloudFormation',
        severity: 'low',
        records: [
          call(
            'UpdateTable',
            { tableName: 'orders', deletionProtectionEnabled: false },
            { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } },
          ),
        ],
      },
    ],
    quiet: [
      { title: 'recovery on', records: [call('UpdateContinuousBackups', pitr(true))] },
      {
        title: 'more capacity',
        records: [call('UpdateTable', { tableName: 'orders', billingMode: 'PAY_PER_REQUEST' })],
      },
      {
        title: 'protected',
        records: [call('DeleteTable', { tableName: 'orders' }, { error: { code: 'ValidationException' } })],
      },
    ],
  }),
});
