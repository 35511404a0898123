import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list, texts } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { eased } from './deploys.ts';

/** Values that take the audit trail or transport encryption away, by parameter. */
const OFF: ReadonlyMap<string, RegExp> = new Map([
  ['rds.force_ssl', /^0$/],
  ['require_secure_transport', /^(0|OFF)$/i],
  ['server_audit_logging', /^(0|OFF)$/i],
  ['pgaudit.log', /^none$/i],
  ['log_connections', /^0$/],
  ['audit_logs', /^disabled$/i],
  ['tls', /^disabled$/i],
]);

function parameters(parameterName: string, parameterValue: string, difference = {}) {
  return record('rds', 'ModifyDBParameterGroup', {
    params: {
      dBParameterGroupName: 'orders',
      parameters: [{ parameterName, parameterValue, applyMethod: 'immediate' }],
    },
    ...difference,
  });
}
const exports = (disableLogTypes: readonly string[]) =>
  record('rds', 'ModifyDBInstance', {
    params: { dBInstanceIdentifier: 'orders', cloudwatchLogsExportConfiguration: { disableLogTypes } },
  });

function weakened({ params }: TrailEvent): Match | undefined {
  const group = filled(params, 'dBParameterGroupName') ?? filled(params, 'dBClusterParameterGroupName') ?? '(unknown)';
  const off = list(params, 'parameters').flatMap((parameter) => {
    const name = filled(parameter, 'parameterName') ?? '';
    const value = filled(parameter, 'parameterValue') ?? '';
    return OFF.get(name)?.test(value) ? [`${name}=${value}`] : [];
  });
  if (off.length === 0) return undefined;
  const what = `set ${off.slice(0, 3).join(', ')} in parameter group ${group}`;
  return { what, resource: `parameter group ${group}`, target: group, severity: 'medium' };
}

function lossIn(event: TrailEvent): Match | undefined {
  if (event.name.endsWith('ParameterGroup')) return weakened(event);
  const { thing, target } = databaseIn(event);
  const base = { resource: thing, target };
  if (event.name === 'StopActivityStream') return { ...base, what: `stopped the activity stream of ${thing}` };
  if (event.name === 'DisableLogging') return { ...base, what: `switched off the audit log of ${thing}` };
  const kinds = texts(event.params, 'cloudwatchLogsExportConfiguration', 'disableLogTypes');
  if (kinds.length === 0) return undefined;
  return { ...base, what: `stopped the ${kinds.sort().join(', ')} log of ${thing}`, severity: 'medium' };
}

export default defineDetection({
  id: 'rds-audit-off',
  topic: 'X',
  title: "Database's own log or encryption switched off",
  severity: 'high',
  attack: ['T1685.002'],
  why: 'What is read and dumped inside the database shows in its own log alone: CloudTrail sees no SQL.',
  benign: ['A noisy log is cut for its cost'],
  runbook: [
    'Ask {principal} why.',
    'See what still logs: aws rds describe-db-instances --db-instance-identifier {target} --query "DBInstances[].EnabledCloudwatchLogsExports" --region {region}.',
    'Switch it on again: aws rds modify-db-instance --db-instance-identifier {target} --cloudwatch-logs-export-configuration EnableLogTypes=audit --region {region} (or aws rds start-activity-stream).',
    'See who connected since {time}: flow logs to the port of the database.',
  ],
  on: {
    source: ['rds', 'redshift'],
    names: [
      'StopActivityStream',
      'DisableLogging',
      'ModifyDBInstance',
      'ModifyDBCluster',
      'ModifyDBParameterGroup',
      'ModifyDBClusterParameterGroup',
    ],
  },
  match: (event) => {
    const loss = lossIn(event);
    return loss !== undefined && eased(event, loss, 'low');
  },
  examples: () => ({
    fires: [
      {
        title: 'the activity stream',
        severity: 'high',
        records: [
          record('rds', 'StopActivityStream', {
            params: { resourceArn: 'arn:aws:rds:eu-central-1:111111111111:cluster:orders' },
          }),
        ],
      },
      { title: 'the audit log', severity: 'medium', records: [exports(['audit'])] },
      { title: 'unencrypted connections', severity: 'medium', records: [parameters('rds.force_ssl', '0')] },
      {
        title: 'of a warehouse',
        severity: 'high',
        records: [record('redshift', 'DisableLogging', { params: { clusterIdentifier: 'warehouse' } })],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [parameters('rds.force_ssl', '0', { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'another parameter', records: [parameters('max_connections', '500')] },
      { title: 'only encrypted connections', records: [parameters('rds.force_ssl', '1')] },
      {
        title: 'more logs',
        records: [
          record('rds', 'ModifyDBInstance', {
            params: {
              dBInstanceIdentifier: 'orders',
              cloudwatchLogsExportConfiguration: { enableLogTypes: ['audit'] },
            },
          }),
        ],
      },
      {
        title: 'refused',
        records: [parameters('rds.force_ssl', '0', { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
