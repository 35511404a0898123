import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';

/** Calls that delete a database, a warehouse, a search domain or a cache. */
export const DELETIONS = {
  source: ['rds', 'redshift', 'es', 'elasticache'],
  names: [
    'DeleteDBInstance',
    'DeleteDBCluster',
    'DeleteCluster',
    'DeleteDomain',
    'DeleteElasticsearchDomain',
    'DeleteReplicationGroup',
  ],
} as const;

/** Whether nothing stays behind: no last snapshot, no backups, and no other copy that runs on. */
export function isForGood({ service, params, response }: TrailEvent): boolean {
  if (service === 'es') return true;
  if (service === 'redshift') return flag(params, 'skipFinalClusterSnapshot') === true;
  if (service === 'elasticache') return filled(params, 'finalSnapshotIdentifier') === undefined;
  if (flag(params, 'skipFinalSnapshot') !== true || flag(params, 'deleteAutomatedBackups') === false) return false;
  // An instance of a cluster and a read replica hold nothing of their own.
  return (
    filled(params, 'dBClusterIdentifier') !== undefined ||
    (filled(response, 'dBClusterIdentifier') === undefined &&
      filled(response, 'readReplicaSourceDBInstanceIdentifier') === undefined)
  );
}
