import { flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { eased } from './deploys.ts';

function call(name: string, publiclyAccessible: unknown, difference = {}) {
  return record('rds', name, { params: { dBInstanceIdentifier: 'orders', publiclyAccessible }, ...difference });
}

export default defineDetection({
  id: 'rds-made-public',
  topic: 'X',
  title: 'Database given a public address',
  severity: 'high',
  attack: ['T1133', 'T1530'],
  why: 'Only the security group and the password stand between the internet and the data; scanners find open database ports within minutes.',
  benign: ['A test database', 'A vendor that connects from outside'],
  runbook: [
    'Ask {principal} who is to connect from outside.',
    'See who can: aws rds describe-db-instances --db-instance-identifier {target} --query "DBInstances[].VpcSecurityGroups" --region {region}, then aws ec2 describe-security-groups --group-ids SG --region {region}.',
    'Take the address away: aws rds modify-db-instance --db-instance-identifier {target} --no-publicly-accessible --apply-immediately --region {region} (Redshift: aws redshift modify-cluster --cluster-identifier {target} --no-publicly-accessible --region {region}).',
    'See who connected since {time}: flow logs to its port, and its own log.',
  ],
  on: {
    source: ['rds', 'redshift', 'redshift-serverless'],
    names: [
      'ModifyDBInstance',
      'CreateDBInstance',
      'CreateDBCluster',
      'CreateDBInstanceReadReplica',
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceToPointInTime',
      'RestoreDBClusterFromSnapshot',
      'RestoreDBClusterToPointInTime',
      'ModifyCluster',
      'CreateCluster',
      'RestoreFromClusterSnapshot',
      'CreateWorkgroup',
      'UpdateWorkgroup',
    ],
  },
  match: (event) => {
    if (flag(event.params, 'publiclyAccessible') !== true) return false;
    const { thing, target } = databaseIn(event);
    // A new database is empty; a changed or restored one, or a replica, has data.
    const isEmpty = /^Create(DBInstance|DBCluster|Cluster|Workgroup)$/.test(event.name);
    const what = isEmpty ? `made ${thing} with a public address` : `gave ${thing} a public address`;
    const match = { what, resource: thing, target };
    return eased(event, isEmpty ? { ...match, severity: 'medium' } : match, isEmpty ? 'low' : 'medium');
  },
  examples: () => ({
    fires: [
      { title: 'changed', severity: 'high', records: [call('ModifyDBInstance', true)] },
      { title: 'a copy of the data', severity: 'high', records: [call('RestoreDBInstanceFromDBSnapshot', true)] },
      { title: 'new', severity: 'medium', records: [call('CreateDBInstance', true)] },
      {
        title: 'a warehouse',
        severity: 'high',
        records: [
          record('redshift', 'ModifyCluster', { params: { clusterIdentifier: 'warehouse', publiclyAccessible: true } }),
        ],
      },
      {
        title: 'new, by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [call('CreateDBInstance', true, { by: role() })],
      },
      {
        title: 'changed, by a deploy role',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: [call('ModifyDBInstance', true, { by: role() })],
      },
    ],
    quiet: [
      { title: 'private again', records: [call('ModifyDBInstance', false)] },
      { title: 'another change', records: [call('ModifyDBInstance', undefined)] },
      { title: 'refused', records: [call('ModifyDBInstance', true, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
