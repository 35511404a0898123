import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { describeStatement, foreignPrincipals, parsePolicy, publicStatements } from '../../policy/index.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:111111111111:table/orders';

function share(Principal: unknown, difference = {}) {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'dynamodb:Scan', Resource: TABLE }];
  const params = { resourceArn: TABLE, policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
  return record('dynamodb', 'PutResourcePolicy', { params, ...difference });
}
function exported(s3Bucket: string, difference = {}, more = {}) {
  return record('dynamodb', 'ExportTableToPointInTime', {
    params: { tableArn: TABLE, s3Bucket, ...more },
    ...difference,
  });
}

function shared(event: TrailEvent): Match | undefined {
  const arn = filled(event.params, 'resourceArn') ?? '';
  // The table's policy, an index's or a stream's: the table is what is shared.
  const table = /:table\/([^/]+)/.exec(arn.slice(0, 1024))?.[1] ?? nameOf(arn);
  const policy = parsePolicy(event.params['policy']);
  if (policy === undefined) return undefined;
  const base = { resource: `table ${table}`, target: table };
  const open = publicStatements(policy);
  if (open.length > 0)
    return {
      ...base,
      what: `opened table ${table} to everyone`,
      severity: 'critical',
      reasons: open.slice(0, 3).map((statement) => `a statement ${describeStatement(statement)}`),
    };
  const accounts = [...new Set(foreignPrincipals(policy, () => false).map(({ account }) => account))].sort();
  if (accounts.length === 0) return undefined;
  return {
    ...base,
    what: `shared table ${table} with account ${accounts.join(', ')}`,
    foreign: { accounts, severity: 'high', required: true },
  };
}

function exportOf(event: TrailEvent): Match | undefined {
  const table = nameOf(filled(event.params, 'tableArn') ?? '(unknown)');
  const bucket = filled(event.params, 's3Bucket');
  if (bucket === undefined) return undefined;
  const owner = filled(event.params, 's3BucketOwner');
  return {
    resource: `table ${table}`,
    target: table,
    what: `exported table ${table} to bucket ${bucket}`,
    ...(owner === undefined ? {} : { foreign: { accounts: [owner], severity: 'critical' } }),
  };
}

export default defineDetection({
  id: 'ddb-shared-or-exported',
  topic: 'B',
  title: 'Table shared with strangers or exported',
  severity: 'high',
  attack: ['T1537'],
  why: 'All data behind the API leaves at once, without a single read that the API or its logs would show.',
  benign: ['A nightly export for analytics', 'A data platform account that belongs on the trust list'],
  runbook: [
    'Ask {principal} who receives the data of {resource}.',
    'See what is shared: aws dynamodb get-resource-policy --resource-arn arn:aws:dynamodb:{region}:{account}:table/{target} --region {region}; what was exported: aws dynamodb list-exports --table-arn arn:aws:dynamodb:{region}:{account}:table/{target} --region {region}.',
    'If not meant: aws dynamodb delete-resource-policy --resource-arn arn:aws:dynamodb:{region}:{account}:table/{target} --region {region}; lock the bucket of the export and see who read from it since {time}.',
    'Treat the data of {target} as taken until the receiver is known.',
  ],
  on: { source: 'dynamodb', names: ['PutResourcePolicy', 'ExportTableToPointInTime'] },
  match: (event) => (event.name === 'PutResourcePolicy' ? shared(event) : exportOf(event)) ?? false,
  state: {
    changed: {
      settings: ['dynamodb.export.s3Bucket'],
      // A regular export goes where the last one went; into a stranger's bucket, the first one was critical.
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'no export of this table is known' };
        return before === now
          ? { severity: 'low', reason: 'the last export went to the same bucket' }
          : { reason: `the last export went to bucket ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'shared with an account', severity: 'high', records: [share({ AWS: FOREIGN })] },
      { title: 'opened to everyone', severity: 'critical', records: [share('*')] },
      { title: 'a first export', severity: 'high', records: [exported('team-exports')] },
      {
        title: "an export into a stranger's bucket",
        severity: 'critical',
        records: [exported('drop', {}, { s3BucketOwner: FOREIGN })],
      },
      {
        title: 'an export to another bucket than yesterday',
        severity: 'high',
        records: [exported('team-exports', { minute: -1440 }), exported('drop')],
      },
      {
        title: 'the nightly export',
        severity: 'low',
        records: [exported('team-exports', { minute: -1440 }), exported('team-exports')],
      },
    ],
    quiet: [
      { title: 'shared inside the account', records: [share({ AWS: 'arn:aws:iam::111111111111:role/reports' })] },
      { title: 'shared with a trusted account', trusted: [FOREIGN], records: [share({ AWS: FOREIGN })] },
      { title: 'denied', records: [share('*', { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'an export that failed',
        records: [exported('drop', { error: { code: 'PointInTimeRecoveryUnavailableException' } })],
      },
    ],
  }),
});
