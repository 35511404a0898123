import { openedByAcl } from '../backends/s3-public.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { bucketOf, DATA_EVENT, newInBucket, objectOf } from './s3-object.ts';

const write = (name: string, params: Record<string, unknown>, difference = {}) =>
  record('s3', name, {
    params: { bucketName: 'orders-uploads', key: 'invoices/1.pdf', ...params },
    also: DATA_EVENT,
    ...difference,
  });
const acl = (grant: string) => ({ 'x-amz-acl': [grant] });
const site = daily(6, (minute) => write('PutObject', acl('public-read'), { minute, by: role('site') }));

export default defineDetection({
  id: 's3-object-made-public',
  topic: 'X',
  title: 'Single object made public',
  severity: 'medium',
  attack: ['T1537', 'T1530'],
  why: 'One object can be opened without touching the bucket: anyone with its address downloads it.',
  benign: ['Pictures and downloads of a site'],
  runbook: [
    'Ask {principal} whether the world may read it.',
    'Close it: aws s3api put-object-acl --bucket {target} --key KEY --acl private; all of them at once: aws s3api put-public-access-block --bucket {target} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true.',
    'See who fetched it since {time}: GetObject data events of an anonymous caller.',
  ],
  // Data events of AWS::S3::Object: the trail must record them.
  on: { source: 's3', names: ['PutObjectAcl', 'PutObject', 'CopyObject'] },
  match: (event) => {
    const opening = openedByAcl(event);
    if (opening === undefined) return false;
    const bucket = bucketOf(event) ?? '(unknown)';
    const what = `made object ${objectOf(event) ?? '(unknown)'} public`;
    return { what, reasons: opening.reasons, resource: `bucket ${bucket}`, target: bucket };
  },
  state: { firstSeen: newInBucket('low', 'quiet') },
  examples: () => ({
    fires: [
      {
        title: 'by somebody who never did',
        severity: 'medium',
        records: [...site, write('PutObjectAcl', acl('public-read'))],
      },
      { title: 'little is known yet', severity: 'low', records: [write('PutObject', acl('public-read'))] },
    ],
    quiet: [
      { title: 'a private one', records: [write('PutObjectAcl', acl('private'))] },
      {
        title: 'refused',
        records: [write('PutObjectAcl', acl('public-read'), { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
