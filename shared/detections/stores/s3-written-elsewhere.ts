import { accountOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, FOREIGN, record, role } from '../example.ts';
import { firstIn } from './newcomer.ts';
import { bucketOf, DATA_EVENT } from './s3-object.ts';

function write(bucketName: string, owner: string, difference = {}, name = 'PutObject') {
  const resources = [
    { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucketName}/dump.gz` },
    { type: 'AWS::S3::Bucket', accountId: owner, ARN: `arn:aws:s3:::${bucketName}` },
  ];
  return record('s3', name, {
    params: {
      bucketName,
      key: 'dump.gz',
      ...(name === 'CopyObject' ? { 'x-amz-copy-source': 'orders-uploads/1' } : {}),
    },
    also: { ...DATA_EVENT, resources },
    ...difference,
  });
}
const usual = daily(6, (minute) => write('partner-inbox', FOREIGN, { minute, by: role('delivery') }));

/** Whose bucket was written to, when it is not this account's: by AWS's description, data events name the owner. */
function ownerOf({ raw, account }: TrailEvent): string | undefined {
  for (const resource of list(raw.resources)) {
    if (filled(resource, 'type') !== 'AWS::S3::Bucket') continue;
    const owner = accountOf(filled(resource, 'accountId') ?? '');
    if (owner !== undefined && owner !== account) return owner;
  }
  return undefined;
}

export default defineDetection({
  id: 's3-written-elsewhere',
  topic: 'X',
  title: "Data written to a stranger's bucket",
  severity: 'high',
  attack: ['T1537'],
  why: "The simplest way out: copy to a bucket of one's own. It passes every firewall, because it stays inside S3.",
  benign: ['Files for a partner whose account is not on the trust list'],
  runbook: [
    'Ask {principal} whose bucket {target} is; put the account on the trust list if it is a partner.',
    'See what went: data events of {principal} with bucketName {target} since {time-1h} (key, additionalEventData.bytesTransferredIn; a copy names its source in x-amz-copy-source).',
    'If nobody can say: cut {key} off, and let nothing leave: a service control policy with aws:ResourceOrgID for s3:PutObject.',
    'Treat what was written there as taken.',
  ],
  // Data events of AWS::S3::Object for all buckets: only then does the trail hold calls on buckets of others.
  on: { source: 's3', names: ['PutObject', 'CopyObject', 'CreateMultipartUpload'] },
  match: (event) => {
    const owner = ownerOf(event);
    const bucket = owner === undefined ? undefined : bucketOf(event);
    // Services deliver logs and reports in their own name.
    if (owner === undefined || bucket === undefined || event.principal.account !== event.account) return false;
    return {
      what: `wrote to bucket ${bucket} of account ${owner}`,
      resource: `bucket ${bucket}`,
      target: bucket,
      foreign: { accounts: [owner], required: true },
    };
  },
  state: { firstSeen: firstIn(bucketOf, 'bucket', 'medium') },
  examples: () => ({
    fires: [
      { title: 'a bucket never written to', severity: 'high', records: [...usual, write('drop', FOREIGN)] },
      { title: 'copied there', severity: 'high', records: [...usual, write('drop', FOREIGN, {}, 'CopyObject')] },
      { title: 'little is known yet', severity: 'medium', records: [write('drop', FOREIGN)] },
    ],
    quiet: [
      { title: 'an own bucket', records: [write('orders-uploads', '111111111111')] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [write('drop', FOREIGN)] },
      { title: 'refused', records: [write('drop', FOREIGN, { error: { code: 'AccessDenied' } })] },
      {
        title: 'a service delivers in its own name',
        records: [write('drop', FOREIGN, { by: { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' } })],
      },
    ],
  }),
});
