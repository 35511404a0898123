import { accountOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, FOREIGN, record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { trailOf } from './trail.ts';

/** What each switch does when it is on, in words. */
const SWITCHES = {
  isMultiRegionTrail: 'all regions',
  includeGlobalServiceEvents: 'global services (IAM, STS, CloudFront)',
  enableLogFileValidation: 'log file validation',
  isOrganizationTrail: 'all accounts of the organisation',
} as const;
const WHERE = { s3BucketName: 'the bucket', kmsKeyId: 'the key', cloudWatchLogsLogGroupArn: 'the log group' } as const;
const PREFIX = 'cloudtrail.trail.';

function judge({ setting, before, now }: Change): Verdict {
  const member = setting.slice(PREFIX.length);
  if (Object.hasOwn(SWITCHES, member)) {
    if (now !== 'false' || before === 'false') return 'quiet';
    return { reason: `${member} was ${before ?? 'not known'} before` };
  }
  if (before === now || (now === '' && before === undefined && member === 'kmsKeyId')) return 'quiet';
  if (before === undefined) return { reason: `what ${member} was before is not known` };
  const reason = `${member} was ${before === '' ? 'not set' : before} before`;
  // Between accounts it is for `foreign` to say how grave it is: one's own log account is a usual place to move to.
  return before !== '' && accountOf(before) === accountOf(now) ? { severity: 'high', reason } : { reason };
}

/** What the request weakens, in words, and whether that is something switched off or taken away. */
function weakened(event: TrailEvent): { words: string[]; grave: boolean } {
  const off = Object.entries(SWITCHES).filter(([member]) => flag(event.params, member) === false);
  const set = Object.entries(WHERE).flatMap(([member, words]) => {
    const value = text(event.params, member);
    return value === undefined ? [] : [value === '' ? `took ${words} away` : `set ${words} to ${value}`];
  });
  return {
    words: [...off.map(([, words]) => `switched off ${words}`), ...set],
    grave: off.length > 0 || set.some((words) => words.endsWith(' away')),
  };
}

function update(params: Record<string, unknown>, difference: Difference = {}) {
  return record('cloudtrail', 'UpdateTrail', { params: { name: 'org-trail', ...params }, ...difference });
}
function key(account: string) {
  return `arn:aws:kms:eu-central-1:${account}:key/EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE`;
}
const BEFORE = { minute: -60 };
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

export default defineDetection({
  id: 'ct-weakened',
  topic: 'L',
  title: 'Trail weakened or redirected',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'The trail goes on but misses regions, accounts or services, no longer proves that its files are unchanged, or writes where somebody else decides who may read or delete them.',
  benign: ['A move to another log bucket', 'A regional trail next to one for the organisation'],
  runbook: [
    'See how {target} is set now, and compare with {before}: aws cloudtrail get-trail --region {region} --name {target}.',
    'Ask {principal} why. If not meant, set it back: aws cloudtrail update-trail --region {region} --name {target} --is-multi-region-trail --include-global-service-events --enable-log-file-validation (bucket: --s3-bucket-name, key: --kms-key-id).',
    'Look at what {principal} did after {time} where the trail no longer looks: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}, in every region you use.',
  ],
  on: { source: 'cloudtrail', names: ['UpdateTrail'] },
  match: (event) => {
    const { words, grave } = weakened(event);
    if (words.length === 0) return false;
    const trail = trailOf(event);
    const accounts = [text(event.params, 'kmsKeyId'), text(event.params, 'cloudWatchLogsLogGroupArn')]
      .map((arn) => accountOf(arn ?? ''))
      .filter((account) => account !== undefined);
    return {
      what: `weakened trail ${trail}: ${words.join(', ')}`,
      resource: `trail ${trail}`,
      target: trail,
      // Encryption or CloudWatch Logs switched on takes nothing away.
      severity: grave || filled(event.params, 's3BucketName') !== undefined ? 'high' : 'low',
      // Infrastructure code says all members each time; a bucket known to be another is judged below, whoever says it.
      ...(!grave && accounts.every((account) => account === event.account) ? shipped(event) : {}),
      foreign: { accounts, severity: 'critical' },
    };
  },
  state: {
    changed: { settings: [...Object.keys(SWITCHES), ...Object.keys(WHERE)].map((member) => PREFIX + member), judge },
  },
  examples: () => ({
    fires: [
      { title: 'one region only', severity: 'high', records: [update({ isMultiRegionTrail: false })] },
      { title: 'no validation', severity: 'high', records: [update({ enableLogFileValidation: 'false' })] },
      {
        title: 'another bucket',
        severity: 'high',
        records: [update({ s3BucketName: 'logs-a' }, BEFORE), update({ s3BucketName: 'logs-b' })],
      },
      {
        title: 'another bucket, by a pipeline',
        severity: 'high',
        records: [update({ s3BucketName: 'logs-a' }, BEFORE), update({ s3BucketName: 'logs-b' }, pipeline)],
      },
      {
        title: 'all members said by a pipeline, which adds a log group',
        severity: 'low',
        records: [
          update({ s3BucketName: 'logs-a' }, BEFORE),
          update(
            {
              s3BucketName: 'logs-a',
              isMultiRegionTrail: true,
              cloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-central-1:111111111111:log-group:trail:*',
            },
            pipeline,
          ),
        ],
      },
      {
        title: 'log group taken away',
        severity: 'high',
        records: [update({ cloudWatchLogsLogGroupArn: '' })],
      },
      { title: 'encryption switched on', severity: 'low', records: [update({ kmsKeyId: key('111111111111') })] },
      {
        title: 'another key of the same account',
        severity: 'high',
        records: [update({ kmsKeyId: `${key('111111111111')}1` }, BEFORE), update({ kmsKeyId: key('111111111111') })],
      },
      { title: 'a stranger’s key', severity: 'critical', records: [update({ kmsKeyId: key(FOREIGN) })] },
      {
        title: 'a stranger’s key instead of one’s own',
        severity: 'critical',
        records: [update({ kmsKeyId: key('111111111111') }, BEFORE), update({ kmsKeyId: key(FOREIGN) })],
      },
      {
        title: 'a trusted account’s key',
        severity: 'low',
        trusted: [FOREIGN],
        records: [update({ kmsKeyId: key(FOREIGN) })],
      },
      {
        title: 'another bucket, nothing known of before',
        severity: 'high',
        records: [update({ s3BucketName: 'logs-b' })],
      },
      {
        title: 'a stranger’s log group',
        severity: 'critical',
        records: [update({ cloudWatchLogsLogGroupArn: `arn:aws:logs:eu-central-1:${FOREIGN}:log-group:trail:*` })],
      },
      {
        title: 'another key, and the log group taken away',
        severity: 'high',
        records: [update({ kmsKeyId: key('111111111111'), cloudWatchLogsLogGroupArn: '' })],
      },
    ],
    quiet: [
      {
        title: 'everything switched on',
        records: [
          update({ isMultiRegionTrail: true, includeGlobalServiceEvents: true, enableLogFileValidation: true }),
        ],
      },
      {
        title: 'as it was when the trail was made',
        records: [
          record('cloudtrail', 'CreateTrail', {
            ...BEFORE,
            params: {
              name: 'org-trail',
              s3BucketName: 'logs-a',
              isMultiRegionTrail: false,
              kmsKeyId: key('111111111111'),
            },
          }),
          update({ s3BucketName: 'logs-a', isMultiRegionTrail: false, kmsKeyId: key('111111111111') }),
        ],
      },
      { title: 'a name for delivery notices', records: [update({ snsTopicName: 'deliveries' })] },
      { title: 'refused', records: [update({ isMultiRegionTrail: false }, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
