import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

const hidden = { masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS' };

function modify(params: Record<string, unknown>, difference = {}) {
  return record('rds', 'ModifyDBInstance', { params: { dBInstanceIdentifier: 'orders', ...params }, ...difference });
}
const rotated = daily(6, (minute) => modify(hidden, { minute, by: role('rotation') }));

export default defineDetection({
  id: 'rds-master-password-changed',
  topic: 'X',
  title: "Database's master password reset",
  severity: 'high',
  attack: ['T1098', 'T1531'],
  why: 'Whoever may call the AWS API sets a new master password and owns the database, without knowing the old one.',
  benign: ['A password is rotated or was lost'],
  runbook: [
    'Ask {principal} why; does the application still connect?',
    'See who connects: the log of {resource} and flow logs to its port since {time}.',
    'If it was not meant: set your own (aws rds modify-db-instance --db-instance-identifier {target} --manage-master-user-password --apply-immediately --region {region}), and end sessions in the database.',
    'See what else {principal} did from {time-1h} to {time+1h}: a public address, an opened security group.',
  ],
  on: {
    source: ['rds', 'redshift', 'redshift-serverless'],
    names: ['ModifyDBInstance', 'ModifyDBCluster', 'ModifyCluster', 'UpdateNamespace'],
  },
  match: (event) => {
    const { params } = event;
    if (filled(params, 'masterUserPassword') === undefined && filled(params, 'adminUserPassword') === undefined)
      return false;
    const { thing, target } = databaseIn(event);
    return eased(event, { what: `set a new master password for ${thing}`, resource: thing, target }, 'low');
  },
  state: { firstSeen: newcomer('medium', 'low') },
  examples: () => ({
    fires: [
      { title: 'by somebody who never did', severity: 'high', records: [...rotated, modify(hidden)] },
      { title: 'little is known yet', severity: 'medium', records: [modify(hidden)] },
      {
        title: 'by the job that rotates it',
        severity: 'low',
        records: [...rotated, modify(hidden, { by: role('rotation') })],
      },
      {
        title: 'of a warehouse',
        severity: 'medium',
        records: [
          record('redshift-serverless', 'UpdateNamespace', {
            params: { namespaceName: 'sales', adminUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
          }),
        ],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [
          ...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })),
          modify(hidden, { by: role() }),
        ],
      },
    ],
    quiet: [
      { title: 'another size', records: [modify({ dBInstanceClass: 'db.r6g.large' })] },
      { title: 'RDS keeps the password', records: [modify({ manageMasterUserPassword: true })] },
      { title: 'refused', records: [modify(hidden, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
