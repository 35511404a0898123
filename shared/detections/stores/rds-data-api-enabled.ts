import { flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { eased } from './deploys.ts';

function modify(params: Record<string, unknown>, difference = {}) {
  return record('rds', 'ModifyDBCluster', { params: { dBClusterIdentifier: 'orders', ...params }, ...difference });
}

export default defineDetection({
  id: 'rds-data-api-enabled',
  topic: 'X',
  title: 'SQL over the AWS API switched on',
  severity: 'medium',
  attack: ['T1133'],
  why: 'With the Data API, stolen AWS credentials run SQL from anywhere: no network path to the database is needed any more.',
  benign: ['An application starts to use the Data API', 'The query editor of the console'],
  runbook: [
    'Ask {principal} who needs it.',
    'See who used it since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=rds-data.amazonaws.com (statements are data events).',
    'Switch it off: aws rds disable-http-endpoint --resource-arn arn:aws:rds:{region}:{account}:cluster:{target} --region {region}.',
    'See who may read the password it needs: GetSecretValue of the secret of {target}.',
  ],
  on: { source: 'rds', names: ['EnableHttpEndpoint', 'ModifyDBCluster'] },
  match: (event) => {
    if (event.name === 'ModifyDBCluster' && flag(event.params, 'enableHttpEndpoint') !== true) return false;
    const { thing, target } = databaseIn(event);
    return eased(event, { what: `switched on the Data API of ${thing}`, resource: thing, target }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'on a cluster', severity: 'medium', records: [modify({ enableHttpEndpoint: true })] },
      {
        title: 'by its own operation',
        severity: 'medium',
        records: [
          record('rds', 'EnableHttpEndpoint', {
            params: { resourceArn: 'arn:aws:rds:eu-central-1:111111111111:cluster:orders' },
          }),
        ],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [modify({ enableHttpEndpoint: true }, { by: role() })],
      },
    ],
    quiet: [
      { title: 'switched off', records: [modify({ enableHttpEndpoint: false })] },
      { title: 'another size', records: [modify({ serverlessV2ScalingConfiguration: { maxCapacity: 8 } })] },
      { title: 'refused', records: [modify({ enableHttpEndpoint: true }, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
