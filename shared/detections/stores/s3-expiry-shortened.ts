import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, filled, list } from '../../cloudtrail/field.ts';
import { DAY } from '../../cloudtrail/time.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { eased } from './deploys.ts';

function call(rule: Record<string, unknown>, difference = {}, bucketName = 'orders-uploads') {
  const Rule = { Status: 'Enabled', ID: 'rule', Filter: { Prefix: '' }, ...rule };
  return record('s3', 'PutBucketLifecycle', {
    params: { bucketName, lifecycle: '', LifecycleConfiguration: { Rule } },
    ...difference,
  });
}

/** In an order in which neither the first nor the last is the worst. */
const SEVERAL = [
  { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
  { Status: 'Enabled', Expiration: { Days: 5 } },
  { Status: 'Enabled', Expiration: { Days: 1 } },
  { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 2 } },
];

/** Extortions were seen that give seven days to pay. */
const SHORT_DAYS = 7;
/** Buckets whose content is not meant to last. */
const PASSING = /(^|[-._])(te?mp|cache|scratch|staging|artifacts?|results?|athena|sandbox|test)([-._]|$)/;

/** Days after which a rule deletes; of old versions alone, when it is about those. */
function daysOf(rule: unknown, time: number): { readonly days: number; readonly versionsOnly: boolean } | undefined {
  const date = filled(rule, 'Expiration', 'Date');
  const until = date === undefined ? undefined : Math.max(0, Math.ceil((Date.parse(date) - time) / DAY));
  const days = amount(rule, 'Expiration', 'Days') ?? until;
  if (days !== undefined) return { days, versionsOnly: false };
  const versions = amount(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays');
  return versions === undefined ? undefined : { days: versions, versionsOnly: true };
}

/** A rule for all of the bucket: no prefix (some write `*`, which means it), no tag, no size. */
function isForAll(rule: unknown): boolean {
  const prefix = filled(rule, 'Prefix') ?? filled(rule, 'Filter', 'Prefix') ?? '';
  if (at(rule, 'Filter', 'And') !== undefined || at(rule, 'Filter', 'Tag') !== undefined) return false;
  if (filled(rule, 'Filter', 'ObjectSizeGreaterThan') ?? filled(rule, 'Filter', 'ObjectSizeLessThan')) return false;
  return prefix === '' || prefix === '*' || prefix === '/';
}

/** The worst rule that is in force. */
function shortest(event: TrailEvent) {
  const rules = list(event.params, 'LifecycleConfiguration', 'Rule')
    .filter((rule) => filled(rule, 'Status') !== 'Disabled' && isForAll(rule))
    .flatMap((rule) => daysOf(rule, event.time) ?? [])
    // Of a date that is none the days are not a number, and no less.
    .filter(({ days }) => days <= SHORT_DAYS);
  return rules.sort((a, b) => Number(a.versionsOnly) - Number(b.versionsOnly) || a.days - b.days)[0];
}

export default defineDetection({
  id: 's3-expiry-shortened',
  topic: 'X',
  title: 'Whole bucket set to expire in days',
  severity: 'high',
  attack: ['T1485'],
  why: 'S3 deletes everything by itself soon, and no deletion shows in CloudTrail. Extortionists set the clock this way.',
  benign: ['A bucket for passing files'],
  runbook: [
    'Ask {principal} whether everything in {target} may go. The clock runs from when each object was written: old ones go tonight.',
    'See the rule: aws s3api get-bucket-lifecycle-configuration --bucket {target}.',
    'Take it away at once: aws s3api delete-bucket-lifecycle --bucket {target}.',
    'Keep what is there: aws s3api put-bucket-versioning --bucket {target} --versioning-configuration Status=Enabled; and look for objects encrypted anew or a note since {time-1h}.',
  ],
  on: { source: 's3', names: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'] },
  match: (event) => {
    const rule = shortest(event);
    const bucket = filled(event.params, 'bucketName');
    if (rule === undefined || bucket === undefined) return false;
    const { days, versionsOnly } = rule;
    const what = `let all ${versionsOnly ? 'old versions' : 'objects'} of bucket ${bucket} expire after ${days} ${days === 1 ? 'day' : 'days'}`;
    const base = { what, resource: `bucket ${bucket}`, target: bucket };
    if (PASSING.test(bucket))
      return { ...base, severity: 'low', reasons: ['its name is one of a bucket for passing files'] };
    // Audit logs have a rule of their own (ct-bucket-tampered).
    const listed = [{ list: 'logBuckets', names: [bucket], quiet: 'listed' }] as const;
    return eased(event, { ...base, listed, severity: days <= 1 && !versionsOnly ? 'high' : 'medium' }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'after a day', severity: 'high', records: [call({ Filter: { Prefix: '*' }, Expiration: { Days: 1 } })] },
      { title: 'after a week', severity: 'medium', records: [call({ Expiration: { Days: 7 } })] },
      {
        title: 'old versions',
        severity: 'medium',
        records: [call({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } })],
      },
      { title: 'on a date', severity: 'high', records: [call({ Expiration: { Date: '2026-11-03T00:00:00.000Z' } })] },
      {
        title: 'a bucket for passing files',
        severity: 'low',
        records: [call({ Expiration: { Days: 1 } }, {}, 'orders-tmp')],
      },
      {
        title: 'a template builds a bucket',
        severity: 'low',
        records: [call({ Expiration: { Days: 3 } }, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'the worst of several rules counts',
        severity: 'high',
        records: [call({}, { params: { bucketName: 'orders-uploads', LifecycleConfiguration: { Rule: SEVERAL } } })],
      },
      {
        title: 'on a date that is over',
        severity: 'high',
        records: [call({ Expiration: { Date: '2026-11-01T00:00:00.000Z' } })],
      },
      {
        title: 'the prefix in its old place',
        severity: 'high',
        records: [call({ Prefix: '/', Expiration: { Days: 1 } })],
      },
    ],
    quiet: [
      {
        title: 'the audit log',
        lists: { logBuckets: ['audit-*'] },
        records: [call({ Expiration: { Days: 1 } }, {}, 'audit-logs')],
      },
      { title: 'after a year', records: [call({ Expiration: { Days: 365 } })] },
      { title: 'one folder', records: [call({ Filter: { Prefix: 'exports/' }, Expiration: { Days: 1 } })] },
      {
        title: 'only unfinished uploads',
        records: [call({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } })],
      },
      { title: 'not in force', records: [call({ Status: 'Disabled', Expiration: { Days: 1 } })] },
      { title: 'refused', records: [call({ Expiration: { Days: 1 } }, { error: { code: 'AccessDenied' } })] },
      {
        title: 'one folder, in its old place',
        records: [call({ Prefix: 'exports/', Filter: '', Expiration: { Days: 1 } })],
      },
      {
        title: 'one tag',
        records: [call({ Filter: { Tag: { Key: 'class', Value: 'draft' } }, Expiration: { Days: 1 } })],
      },
      {
        title: 'one tag of one folder',
        records: [
          call({ Filter: { And: { Prefix: 'a/', Tag: { Key: 'class', Value: 'draft' } } }, Expiration: { Days: 1 } }),
        ],
      },
      { title: 'large ones', records: [call({ Filter: { ObjectSizeGreaterThan: 9000000 }, Expiration: { Days: 1 } })] },
      { title: 'small ones', records: [call({ Filter: { ObjectSizeLessThan: 100 }, Expiration: { Days: 1 } })] },
    ],
  }),
});
