import { defineDetection } from '../define.ts';
import { burst, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { bucketOf } from './s3-object.ts';

const calls = (count: number, difference = {}) =>
  burst(count, (index, minute) =>
    record('s3', 'DeleteBucket', { params: { bucketName: `orders-${index}` }, ...difference, minute }),
  );

export default defineDetection({
  id: 's3-buckets-deleted',
  topic: 'X',
  title: 'Several buckets deleted at once',
  severity: 'high',
  attack: ['T1485'],
  why: 'Only empty buckets can be deleted: what they held is gone already. The names are free for anyone, who then receives what is sent there.',
  benign: ['An environment is taken down by hand'],
  runbook: [
    'Ask {principal} whether they were to go; cut {key} off if nobody can say.',
    'See which: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=DeleteBucket --start-time {time-1h} --end-time {time+1h}.',
    'Take the names back before somebody else does: aws s3api create-bucket --bucket NAME --region {region} --create-bucket-configuration LocationConstraint={region} (in us-east-1 without the last option).',
    'See how they were emptied: DeleteObjects data events, a lifecycle rule, or server access logs; restore from backups.',
  ],
  on: { source: 's3', names: ['DeleteBucket'] },
  match: (event) =>
    bucketOf(event) !== undefined &&
    eased(event, { what: 'deleted several buckets', resource: `buckets of account ${event.account}` }, 'low'),
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: bucketOf,
      atLeast: 8,
      withinMinutes: 60,
      noun: 'buckets deleted',
    },
  },
  examples: () => ({
    fires: [
      { title: 'eight in a row', severity: 'high', records: calls(8) },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: calls(8, { by: role() }),
      },
    ],
    quiet: [
      { title: 'a test environment with seven', records: calls(7) },
      { title: 'none was empty', records: calls(9, { error: { code: 'BucketNotEmpty' } }) },
      {
        title: 'over more than an hour',
        records: burst(
          8,
          (at, minute) => record('s3', 'DeleteBucket', { params: { bucketName: `b-${at}` }, minute }),
          8.65,
        ),
      },
      {
        title: 'one again and again',
        records: burst(9, (_at, minute) => record('s3', 'DeleteBucket', { params: { bucketName: 'orders' }, minute })),
      },
    ],
  }),
});
