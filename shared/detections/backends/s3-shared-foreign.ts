import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, audienceOfNames, shared } from '../sharing.ts';

const BUCKET = 'orders-uploads';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('s3', name, { params: { bucketName: BUCKET, ...params }, ...difference });
}
function policy(Principal: unknown, more: Record<string, unknown> = {}, difference = {}) {
  const Resource = `arn:aws:s3:::${BUCKET}/*`;
  const Statement = [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource, ...more }];
  return call('PutBucketPolicy', { bucketPolicy: { Version: '2012-10-17', Statement }, policy: '' }, difference);
}
function replication(Destination: Record<string, unknown>, difference = {}, Status = 'Enabled') {
  const Rule = { ID: 'all', Status, Destination };
  return call('PutBucketReplication', { replication: '', ReplicationConfiguration: { Role: 'arn', Rule } }, difference);
}
const drop = { Bucket: 'arn:aws:s3:::drop' };

/** Where a bucket's objects, or lists of them, are sent from now on. */
function destinations({ name, params }: TrailEvent): { readonly bucket: string; readonly account: string }[] {
  const inventory = list(params, 'InventoryConfiguration', 'Destination', 'S3BucketDestination');
  const targets =
    name === 'PutBucketReplication'
      ? list(params, 'ReplicationConfiguration', 'Rule')
          .filter((rule) => filled(rule, 'Status') !== 'Disabled')
          .flatMap((rule) => list(rule, 'Destination'))
      : inventory;
  return targets.map((target) => ({
    bucket: (filled(target, 'Bucket') ?? '(unknown)').replace(/^arn:[\w-]+:s3:::/, ''),
    account: filled(target, 'Account') ?? filled(target, 'AccountId') ?? '',
  }));
}

function sent(event: TrailEvent, bucket: string): Match | undefined {
  const targets = destinations(event);
  const [first] = targets;
  if (first === undefined) return undefined;
  const what = event.name === 'PutBucketReplication' ? 'what is written to' : 'the list of all objects of';
  const match = {
    what: `had ${what} bucket ${bucket} sent to bucket ${first.bucket}`,
    resource: `bucket ${bucket}`,
    target: bucket,
  };
  const { accounts } = audienceOfNames(targets.map(({ account }) => account));
  if (accounts.length > 0) return { ...match, foreign: { accounts, severity: 'high', required: true } };
  // Without an account whoever owns the bucket has the copies all the same.
  return event.name === 'PutBucketReplication'
    ? { ...match, severity: 'low', reasons: ['the request does not say whose bucket that is'] }
    : undefined;
}

export default defineDetection({
  id: 's3-shared-foreign',
  topic: 'B',
  title: 'Bucket shared with or copied to a foreign account',
  severity: 'high',
  attack: ['T1537'],
  why: 'Another account reads the objects, or gets a copy of each as it is written, for as long as nobody looks.',
  benign: ['A partner or an account that belongs on the trust list', 'A bucket for disaster recovery'],
  runbook: [
    'Ask {principal} whose account or bucket that is; put it on the trust list if it is yours.',
    'See who is let in: aws s3api get-bucket-policy --bucket {target} --query Policy --output text; where copies go: aws s3api get-bucket-replication --bucket {target}; aws s3api list-bucket-inventory-configurations --bucket {target}.',
    'Close it: aws s3api put-bucket-policy with the former policy; aws s3api delete-bucket-replication --bucket {target}.',
    'See what was read since {time}: data events of {target} with a foreign userIdentity.accountId.',
  ],
  on: { source: 's3', names: ['PutBucketPolicy', 'PutBucketReplication', 'PutBucketInventoryConfiguration'] },
  match: (event) => {
    const bucket = filled(event.params, 'bucketName') ?? '(unknown)';
    if (event.name !== 'PutBucketPolicy') return sent(event, bucket);
    const audience = audienceOf(event.params['bucketPolicy'] ?? event.params['policy']);
    // What is open to everyone is s3-made-public's.
    if (audience === undefined || audience.everyone) return undefined;
    return shared(`bucket ${bucket}`, bucket, audience);
  },
  examples: () => ({
    fires: [
      {
        title: 'a policy for an account',
        severity: 'high',
        records: [policy({ AWS: `arn:aws:iam::${FOREIGN}:root` })],
      },
      {
        title: "a service that acts for somebody's account",
        severity: 'high',
        records: [
          policy(
            { Service: 'logging.s3.amazonaws.com' },
            { Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } },
          ),
        ],
      },
      { title: 'copies for an account', severity: 'high', records: [replication({ ...drop, Account: FOREIGN })] },
      { title: 'copies for an unknown bucket', severity: 'low', records: [replication(drop)] },
      {
        title: 'lists of all objects',
        severity: 'high',
        records: [
          call('PutBucketInventoryConfiguration', {
            id: 'all',
            InventoryConfiguration: { Destination: { S3BucketDestination: { ...drop, AccountId: FOREIGN } } },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'a rule for copies that is switched off',
        records: [replication({ ...drop, Account: FOREIGN }, {}, 'Disabled')],
      },
      {
        title: 'lists of all objects, for a bucket of no named account',
        records: [
          call('PutBucketInventoryConfiguration', {
            id: 'all',
            InventoryConfiguration: { Destination: { S3BucketDestination: drop } },
          }),
        ],
      },
      {
        title: 'a policy for a role of the account',
        records: [policy({ AWS: 'arn:aws:iam::111111111111:role/reports' })],
      },
      { title: 'a policy for a trusted account', trusted: [FOREIGN], records: [policy({ AWS: FOREIGN })] },
      { title: 'a Deny for an account', records: [policy({ AWS: FOREIGN }, { Effect: 'Deny' })] },
      { title: 'a policy for everyone: another detection tells', records: [policy('*')] },
      { title: 'copies inside the account', records: [replication({ ...drop, Account: '111111111111' })] },
      { title: 'refused', records: [policy({ AWS: FOREIGN }, {}, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
