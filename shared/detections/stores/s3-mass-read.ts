import type { TrailEvent } from '../../cloudtrail/event.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, iamUser, record, role } from '../example.ts';
import { bucketOf, DATA_EVENT, newInBucket, objectOf } from './s3-object.ts';

const bucketName = 'orders-uploads';
/** Of the sample: some eighty objects. */
const THRESHOLD = 10;

const one = (key: string, difference = {}, name = 'GetObject') =>
  record('s3', name, { params: { bucketName, key }, also: { ...DATA_EVENT, readOnly: true }, ...difference });
const many = (count: number, difference = {}) =>
  burst(count, (index, minute) => one(`invoices/${index}.pdf`, { by: iamUser(), ...difference, minute }));
const known = daily(6, (minute) => ({
  ...one('invoices/1.pdf', { minute, by: role('orders-app') }),
  eventID: `known-${minute}-0`,
}));
const outsider = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEEXAMPLE009', accountId: '999999999999' };

/**
 * Reads are the most frequent of all events, and each that is counted has its price: one in eight is, by the last digit of
 * its id. Who reads a bucket out reads hundreds.
 */
function isSampled({ id }: TrailEvent): boolean {
  return id.endsWith('0') || id.endsWith('8');
}

export default defineDetection({
  id: 's3-mass-read',
  topic: 'X',
  title: 'Bucket read out by a newcomer',
  severity: 'medium',
  attack: ['T1530'],
  why: 'Somebody who never read this bucket reads one object after the other: so data leaves, and so begins an extortion.',
  benign: ['A new job or a person looks through the data'],
  runbook: [
    'Ask {principal} what reads {target} from {ip}.',
    'See how much: data events of the bucket since {time-1h} (additionalEventData.bytesTransferredOut).',
    'If nobody can say: cut {key} off, and put a Deny for it into the policy of bucket {target}.',
    'Treat what was read as taken; see which other buckets {principal} listed: ListBuckets, ListObjects.',
  ],
  // Data events of AWS::S3::Object with reads: the trail must record them.
  on: { source: 's3', names: ['GetObject'] },
  match: (event) => {
    if (!isSampled(event)) return false;
    // Athena, Glue and CloudFront read for somebody who is told elsewhere.
    if (byService(event)) return false;
    const bucket = bucketOf(event);
    if (bucket === undefined) return false;
    const base = { what: `read many objects of bucket ${bucket}`, resource: `bucket ${bucket}`, target: bucket };
    return { ...base, foreign: { accounts: [event.principal.account], severity: 'high' } };
  },
  state: {
    firstSeen: newInBucket('quiet', 'quiet'),
    count: {
      subject: (event) => event.principal.key,
      distinct: objectOf,
      atLeast: THRESHOLD,
      withinMinutes: 10,
      noun: 'objects read, of a sample of one in eight',
    },
  },
  examples: () => ({
    fires: [
      { title: 'by a user who never read here', severity: 'medium', records: [...known, ...many(400)] },
      { title: 'by another account', severity: 'high', records: [...known, ...many(400, { by: outsider })] },
      {
        title: 'ten of the sample',
        severity: 'medium',
        records: [
          ...known,
          ...burst(10, (index, minute) => ({ ...one(`${index}.pdf`, { minute }), eventID: `fast-${index}-0` }), 1.1),
        ],
      },
    ],
    quiet: [
      { title: 'by the application', records: [...known, ...many(400, { by: role('orders-app') })] },
      { title: 'some objects', records: [...known, ...many(20)] },
      {
        title: 'one object often',
        records: [...known, ...burst(400, (_index, minute) => one('config.json', { minute }))],
      },
      { title: 'the first days', records: many(400) },
      {
        title: 'a query of Athena',
        records: [...known, ...many(400, { by: { ...role('analyst'), invokedBy: 'athena.amazonaws.com' } })],
      },
      {
        title: 'slowly',
        records: [
          ...known,
          ...burst(10, (index, minute) => ({ ...one(`${index}.pdf`, { minute }), eventID: `slow-${index}-0` }), 1.18),
        ],
      },
    ],
  }),
});
