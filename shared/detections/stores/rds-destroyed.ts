import { defineDetection } from '../define.ts';
import { burst, record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { DELETIONS, isForGood } from './database-loss.ts';
import { bySchedule, eased } from './deploys.ts';

function deleted(params: Record<string, unknown>, difference = {}) {
  return record('rds', 'DeleteDBInstance', { params: { dBInstanceIdentifier: 'orders', ...params }, ...difference });
}
const forGood = { skipFinalSnapshot: true, deleteAutomatedBackups: true };

export default defineDetection({
  id: 'rds-destroyed',
  topic: 'X',
  title: 'Database deleted without a last copy',
  severity: 'medium',
  attack: ['T1485'],
  why: 'The data is gone with its backups: what is not elsewhere cannot be brought back.',
  benign: ['A test environment is taken down'],
  runbook: [
    'Ask {principal} whether {resource} was to go; stop them if more follow: cut {key} off.',
    'See what is left: aws rds describe-db-snapshots --snapshot-type manual --region {region}; aws rds describe-db-instance-automated-backups --region {region}; aws backup list-protected-resources --region {region}.',
    'Restore from the newest copy: aws rds restore-db-instance-from-db-snapshot --db-instance-identifier {target} --db-snapshot-identifier ID --region {region}.',
    'Protect what is left: aws rds modify-db-instance --db-instance-identifier ID --deletion-protection --apply-immediately --region {region}.',
  ],
  on: DELETIONS,
  match: (event) => {
    if (bySchedule(event) || !isForGood(event)) return false;
    const { thing, target } = databaseIn(event);
    return eased(event, { what: `deleted ${thing} without a last copy`, resource: thing, target }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'one database', severity: 'medium', records: [deleted(forGood)] },
      {
        title: 'a search domain',
        severity: 'medium',
        records: [record('es', 'DeleteDomain', { params: { domainName: 'orders-search' } })],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [deleted(forGood, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'a cluster',
        severity: 'medium',
        records: [
          record('rds', 'DeleteDBCluster', {
            params: { dBClusterIdentifier: 'orders', skipFinalSnapshot: true },
            response: { dBClusterIdentifier: 'orders' },
          }),
        ],
      },
      {
        title: 'a warehouse',
        severity: 'medium',
        records: [
          record('redshift', 'DeleteCluster', {
            params: { clusterIdentifier: 'warehouse', skipFinalClusterSnapshot: true },
          }),
        ],
      },
      {
        title: 'a cache',
        severity: 'medium',
        records: [record('elasticache', 'DeleteReplicationGroup', { params: { replicationGroupId: 'sessions' } })],
      },
    ],
    quiet: [
      {
        title: 'with a last snapshot',
        records: [deleted({ skipFinalSnapshot: false, finalDBSnapshotIdentifier: 'last' })],
      },
      { title: 'its backups stay', records: [deleted({ skipFinalSnapshot: true, deleteAutomatedBackups: false })] },
      {
        title: 'a read replica',
        records: [deleted(forGood, { response: { readReplicaSourceDBInstanceIdentifier: 'orders-primary' } })],
      },
      {
        title: 'instances of a cluster that stays',
        records: burst(3, (index, minute) =>
          deleted(
            { ...forGood, dBInstanceIdentifier: `orders-${index}` },
            { minute, response: { dBClusterIdentifier: 'orders' } },
          ),
        ),
      },
      { title: 'protected', records: [deleted(forGood, { error: { code: 'InvalidParameterCombination' } })] },
      {
        title: 'a warehouse with a last snapshot',
        records: [
          record('redshift', 'DeleteCluster', {
            params: {
              clusterIdentifier: 'warehouse',
              skipFinalClusterSnapshot: false,
              finalClusterSnapshotIdentifier: 'last',
            },
          }),
        ],
      },
      {
        title: 'a cache with a last snapshot',
        records: [
          record('elasticache', 'DeleteReplicationGroup', {
            params: { replicationGroupId: 'sessions', finalSnapshotIdentifier: 'last' },
          }),
        ],
      },
      { title: 'a service of AWS', records: [deleted(forGood, { by: role('AWSServiceRoleForRDS') })] },
    ],
  }),
});
