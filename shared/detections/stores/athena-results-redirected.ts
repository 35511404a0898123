import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { daily, FOREIGN, record, role } from '../example.ts';
import { firstIn } from './newcomer.ts';

const toBucket = (bucket: string, more = {}) => ({ outputLocation: `s3://${bucket}/results/`, ...more });

function query(bucket: string, difference = {}, more = {}) {
  const resultConfiguration = toBucket(bucket, more);
  const queryExecutionContext = { database: 'orders' };
  const params = { queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS', queryExecutionContext, resultConfiguration };
  return record('athena', 'StartQueryExecution', { params, ...difference });
}
function workGroup(bucket: string, difference = {}) {
  return record('athena', 'UpdateWorkGroup', {
    params: { workGroup: 'primary', configurationUpdates: { resultConfigurationUpdates: toBucket(bucket) } },
    ...difference,
  });
}

/** Where results go, as a query, a new work group or a changed one names it. */
function output({ params }: TrailEvent): unknown {
  return (
    at(params, 'resultConfiguration') ??
    at(params, 'configuration', 'resultConfiguration') ??
    at(params, 'configurationUpdates', 'resultConfigurationUpdates')
  );
}

function bucketIn(event: TrailEvent): string | undefined {
  return /^s3:\/\/([^/]{3,63})/.exec(filled(output(event), 'outputLocation') ?? '')?.[1];
}

export default defineDetection({
  id: 'athena-results-redirected',
  topic: 'X',
  title: 'Query results sent to a new bucket',
  severity: 'medium',
  attack: ['T1537'],
  why: 'One query reads a whole data lake, and its result lands where the caller says: also in a bucket of another account.',
  benign: ['A new team or tool starts to use Athena'],
  runbook: [
    'Ask {principal} whose bucket {target} is; yours are listed by: aws s3api list-buckets --query "Buckets[].Name".',
    'See what was asked: aws athena list-query-executions --region {region}, then aws athena get-query-execution --query-execution-id ID --region {region} (Query, Statistics.DataScannedInBytes).',
    'If it is not yours: take athena:StartQueryExecution from {principal}, and let work groups enforce their own output (EnforceWorkGroupConfiguration).',
  ],
  on: { source: 'athena', names: ['StartQueryExecution', 'CreateWorkGroup', 'UpdateWorkGroup'] },
  match: (event) => {
    const bucket = bucketIn(event);
    if (bucket === undefined) return false;
    const owner = filled(output(event), 'expectedBucketOwner');
    const group = filled(event.params, 'workGroup') ?? filled(event.params, 'name');
    const match = {
      what: `sent results of Athena ${event.name === 'StartQueryExecution' ? 'queries' : `work group ${group}`} to bucket ${bucket}`,
      resource: `bucket ${bucket}`,
      target: bucket,
    };
    // Work groups are infrastructure; a query is somebody's.
    const eased = event.name === 'StartQueryExecution' ? {} : shipped(event);
    return { ...match, ...eased, foreign: { accounts: owner === undefined ? [] : [owner], severity: 'high' } };
  },
  state: { firstSeen: firstIn(bucketIn, 'bucket', 'quiet') },
  examples: () => ({
    fires: [
      {
        title: 'a bucket never used before',
        severity: 'medium',
        records: [...daily(6, (minute) => query('athena-results', { minute })), query('drop')],
      },
      {
        title: 'a work group moved',
        severity: 'medium',
        records: [...daily(6, (minute) => query('athena-results', { minute })), workGroup('drop')],
      },
      {
        title: "a stranger's bucket",
        severity: 'high',
        records: [
          ...daily(6, (minute) => query('athena-results', { minute })),
          query('drop', {}, { expectedBucketOwner: FOREIGN }),
        ],
      },
      {
        title: 'a new work group',
        severity: 'medium',
        records: [
          ...daily(6, (minute) => query('athena-results', { minute })),
          record('athena', 'CreateWorkGroup', {
            params: { name: 'reports', configuration: { resultConfiguration: toBucket('drop') } },
          }),
        ],
      },
      {
        title: 'a new work group, by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...daily(6, (minute) => query('athena-results', { minute })), workGroup('reports', { by: role() })],
      },
    ],
    quiet: [
      {
        title: 'the usual bucket',
        records: [...daily(6, (minute) => query('athena-results', { minute })), query('athena-results')],
      },
      { title: 'the first days', records: [query('athena-results')] },
      {
        title: 'a query that was refused',
        records: [
          ...daily(6, (minute) => query('athena-results', { minute })),
          query('drop', { error: { code: 'AccessDeniedException' } }),
        ],
      },
    ],
  }),
});
