import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, record } from '../example.ts';
import { bucketOf, DATA_EVENT } from './s3-object.ts';

const put = (key: string, difference = {}, bucketName = 'orders-uploads') =>
  record('s3', 'PutObject', { params: { bucketName, key }, also: DATA_EVENT, ...difference });

/** Texts that people open; a program's own file (`decrypt.ts`, `restore-data.sh`) is none. */
const TEXT = /\.(txt|html?|hta|rtf|md|pdf)$|^[^.]+$/;
const NOTES = [
  /ransom|decrypt[-_ ]?(instructions?|me|my|your|files)|how[-_ ]?to[-_ ]?(decrypt|pay)/,
  /(files?|data|buckets?|backups?|databases?)[-_ ]{0,2}(are|is|were|was|have[-_ ]been|has[-_ ]been)?[-_ ]{0,2}(deleted|encrypted|stolen|locked|hacked|exfiltrated)/,
  /(recover|restore|unlock)[-_ ]{0,2}(my|your|our|the)?[-_ ]{0,2}files/,
  /(warning|readme|read[-_ ]me|attention|important)[-_ !]{0,4}(hacked|encrypted|stolen|bitcoin|ransom|decrypt)/,
];

/** The file's name when it reads like a demand. Only the last part of the key is looked at, and not much of it. */
function noteIn({ params }: TrailEvent): string | undefined {
  const key = filled(params, 'key') ?? '';
  const name = key.slice(key.lastIndexOf('/') + 1);
  const plain = name.slice(0, 80).toLowerCase();
  return TEXT.test(plain) && NOTES.some((note) => note.test(plain)) ? name : undefined;
}

export default defineDetection({
  id: 's3-ransom-note',
  topic: 'X',
  title: 'File that reads like a ransom note',
  severity: 'high',
  attack: ['T1486'],
  why: 'The note comes last: the objects were deleted, taken or encrypted before it.',
  benign: ['A document about ransomware', 'An exercise'],
  runbook: [
    'Read it: aws s3 cp s3://{target}/KEY - (answer nobody yet).',
    'See what happened to the bucket: aws s3api list-object-versions --bucket {target} --max-items 20; data events of {principal} on it from {time-1h} to {time}.',
    'Cut {key} of {principal} off, and put a Deny on deletions into the policies of buckets that are still whole.',
    'Keep the log files, versions and backups: copy them into an account that {principal} cannot reach.',
  ],
  // Data events of AWS::S3::Object: the trail must record them.
  on: { source: 's3', names: ['PutObject'] },
  match: (event) => {
    const note = noteIn(event);
    const bucket = bucketOf(event);
    if (note === undefined || bucket === undefined) return false;
    return { what: `wrote ${note} to bucket ${bucket}`, resource: `bucket ${bucket}`, target: bucket };
  },
  state: {
    // A note is laid into every folder: one finding a bucket is enough.
    count: {
      subject: (event) => `${event.account}/${bucketOf(event) ?? ''}`,
      atLeast: 1,
      withinMinutes: 60,
      noun: 'notes',
    },
  },
  examples: () => ({
    fires: [
      { title: 'files deleted', severity: 'high', records: [put('FILES-DELETED.txt')] },
      { title: 'in a folder', severity: 'high', records: [put('invoices/HOW_TO_DECRYPT.html')] },
      {
        title: 'in every folder',
        severity: 'high',
        records: burst(20, (index, minute) => put(`${index}/ransom-note.txt`, { minute })),
      },
    ],
    quiet: [
      { title: 'a manual', records: [put('docs/how-to-restore-backups.md')] },
      { title: 'a program', records: [put('src/decrypt-files.ts')] },
      { title: 'a folder of that name', records: [put('ransomware-report/summary.txt')] },
      { title: 'refused', records: [put('FILES-DELETED.txt', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
