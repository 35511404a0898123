import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

const NAMES: readonly (readonly [key: string, kind: string])[] = [
  ['dBInstanceIdentifier', 'database'],
  ['dBClusterIdentifier', 'database cluster'],
  ['clusterIdentifier', 'warehouse'],
  ['workgroupName', 'warehouse'],
  ['namespaceName', 'warehouse'],
  ['domainName', 'search domain'],
  ['replicationGroupId', 'cache'],
  ['cacheClusterId', 'cache'],
  ['dbiResourceId', 'database'],
  ['dbClusterResourceId', 'database cluster'],
  ['sourceDBInstanceArn', 'database'],
  ['resourceArn', 'database'],
];

/** The database that a call of RDS, Redshift, OpenSearch or ElastiCache is about: for a person, and by its bare name. */
export function databaseIn({ params }: TrailEvent): { readonly thing: string; readonly target: string } {
  for (const [key, kind] of NAMES) {
    const named = filled(params, key);
    if (named === undefined) continue;
    // `arn:aws:rds:…:cluster:orders`: RDS puts a colon before the name.
    const target = nameOf(named).replace(/^.*:/, '');
    return { thing: `${kind} ${target}`, target };
  }
  return { thing: 'a database', target: '(unknown)' };
}
