import { accountOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, FOREIGN, iamUser, record, role } from '../example.ts';
import { bucketOf, DATA_EVENT, newInBucket, objectOf } from './s3-object.ts';

const bucketName = 'orders-uploads';
const key = (account: string) => `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const OWN_KEY = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };
const kms = (account: string) => ({
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': key(account),
});

const copy = (index: number, headers: Record<string, unknown>, difference = {}) =>
  record('s3', 'CopyObject', {
    params: {
      bucketName,
      key: `invoices/${index}.pdf`,
      'x-amz-copy-source': `${bucketName}/invoices/${index}.pdf`,
      ...headers,
    },
    also: DATA_EVENT,
    by: iamUser(),
    ...difference,
  });
const copies = (count: number, headers: Record<string, unknown>, difference = {}) =>
  burst(count, (index, minute) => copy(index, headers, { ...difference, minute }));
const archive = role('archive');

/** Whose key an object is written with, when it is not one of this account's. */
function strangeKey(event: TrailEvent): { readonly words: string; readonly account?: string } | undefined {
  const { params, additional } = event;
  if (
    filled(params, 'x-amz-server-side-encryption-customer-algorithm') !== undefined ||
    filled(additional, 'SSEApplied') === 'SSE_C'
  )
    return { words: 'a key that only the caller has' };
  const account = accountOf(filled(params, 'x-amz-server-side-encryption-aws-kms-key-id') ?? '');
  if (account === undefined || account === event.account) return undefined;
  return { words: `a key of account ${account}`, account };
}

export default defineDetection({
  id: 's3-rekeyed',
  topic: 'X',
  title: "Objects encrypted with a stranger's key",
  severity: 'critical',
  attack: ['T1486'],
  why: 'Objects written over themselves with a key that is not yours are lost to you: AWS keeps no copy of such a key. A ransom note follows.',
  benign: ['An application that brings its own keys (SSE-C)', 'A central key account that is not on the trust list'],
  runbook: [
    'Stop it now: cut {key} of {principal} off, and put a Deny on s3:PutObject into the policy of bucket {target}.',
    'See what is lost: aws s3api list-object-versions --bucket {target}; versions from before {time} can still be read.',
    'Keep them: aws s3api put-bucket-versioning --bucket {target} --versioning-configuration Status=Enabled; look for a new lifecycle rule: aws s3api get-bucket-lifecycle-configuration --bucket {target}.',
    'Forbid such keys in all buckets: a resource control policy that denies s3:PutObject unless s3:x-amz-server-side-encryption-customer-algorithm is null.',
    'Look for other buckets that {principal} wrote to from {time-1h} to {time+1h}.',
  ],
  // Data events of AWS::S3::Object: the trail must record them.
  on: { source: 's3', names: ['CopyObject', 'PutObject', 'CreateMultipartUpload'] },
  match: (event) => {
    const strange = strangeKey(event);
    const bucket = strange === undefined ? undefined : bucketOf(event);
    if (strange === undefined || bucket === undefined) return false;
    const { words, account } = strange;
    const inPlace = filled(event.params, 'x-amz-copy-source')?.replace(/^\//, '').startsWith(`${bucket}/`);
    const base = {
      what: `encrypted objects of bucket ${bucket} with ${words}`,
      resource: `bucket ${bucket}`,
      target: bucket,
      reasons: inPlace ? ['objects are copied over themselves'] : [],
    };
    return account === undefined ? base : { ...base, foreign: { accounts: [account], required: true } };
  },
  state: {
    firstSeen: newInBucket('high', 'low'),
    count: {
      subject: (event) => event.principal.key,
      distinct: objectOf,
      atLeast: 10,
      withinMinutes: 10,
      noun: 'objects (or more)',
    },
  },
  examples: () => ({
    fires: [
      { title: 'little is known yet', severity: 'high', records: copies(10, OWN_KEY) },
      {
        title: 'in a bucket where another application brings keys',
        severity: 'critical',
        records: [...daily(6, (minute) => copy(0, OWN_KEY, { minute, by: archive })), ...copies(10, OWN_KEY)],
      },
      { title: "with a stranger's KMS key", severity: 'high', records: copies(10, kms(FOREIGN)) },
      {
        title: 'told by the answer alone',
        severity: 'high',
        records: copies(10, {}, { also: { ...DATA_EVENT, additionalEventData: { SSEApplied: 'SSE_C' } } }),
      },
      {
        title: 'by the application that always brings keys',
        severity: 'low',
        records: [
          ...daily(6, (minute) => copy(0, OWN_KEY, { minute, by: archive })),
          ...copies(10, OWN_KEY, { by: archive }),
        ],
      },
    ],
    quiet: [
      { title: 'a few', records: copies(9, OWN_KEY) },
      { title: 'an own KMS key', records: copies(20, kms('111111111111')) },
      { title: 'a trusted key account', trusted: [FOREIGN], records: copies(20, kms(FOREIGN)) },
      { title: "S3's own key", records: copies(20, { 'x-amz-server-side-encryption': 'AES256' }) },
      { title: 'refused', records: copies(20, OWN_KEY, { error: { code: 'AccessDenied' } }) },
      { title: 'slowly', records: burst(10, (index, minute) => copy(index, OWN_KEY, { minute }), 1.18) },
    ],
  }),
});
