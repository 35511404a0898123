import { DAY, isoDay } from '../../cloudtrail/time.ts';
import { REVIEWED } from '../../settings/review.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';

const QUARTER = 90;
const call = (minute: number) => record('s3', 'ListBuckets', { minute, by: role('app') });
const A_DAY = 24 * 60;
const report = (days: number) =>
  record('iam', 'GenerateCredentialReport', { minute: -days * A_DAY, region: 'us-east-1', also: { readOnly: true } });

/** Told once in 90 days of an account, so that it is a reminder and no nagging. Which day of the 90 depends on the calendar alone. */
export default defineDetection({
  id: 'drift-review-overdue',
  topic: 'D',
  title: 'No access review for 90 days',
  severity: 'info',
  attack: [],
  why: 'Keys, users and rights that nobody needs any more are found only by looking for them.',
  benign: ['Reviews are made in another tool'],
  runbook: [
    'Make the report: aws iam generate-credential-report; aws iam get-credential-report --query Content --output text | base64 -d > credentials.csv',
    'Take away keys and passwords that were not used for 90 days, and users without either.',
    'For each role that matters: aws iam generate-service-last-accessed-details --arn ARN, and take away what it did not use.',
  ],
  on: { first: 'account', outcome: 'any' },
  match: ({ account }) => ({
    what: 'worked in an account whose access nobody reviewed lately',
    resource: `account ${account}`,
  }),
  state: {
    firstSeen: {
      subject: ({ account }) => account,
      value: ({ time }) => `the 90 days from ${isoDay(Math.floor(time / DAY / QUARTER) * QUARTER)}`,
      noun: 'reminder in',
      learnDays: QUARTER,
    },
    given: {
      setting: REVIEWED,
      of: ({ account }) => account,
      anywhere: true,
      judge: (reviewed, _severity, _told, time) =>
        time - Date.parse(reviewed) < QUARTER * DAY
          ? 'quiet'
          : { reason: `the last review was on ${reviewed.slice(0, 10)}` },
    },
  },
  examples: () => ({
    fires: [{ title: 'half a year without', severity: 'info', records: [...daily(180, call)] }],
    quiet: [
      { title: 'a report every month', records: [...daily(180, call), ...[175, 145, 115, 85, 55, 25].map(report)] },
      { title: 'an account that is new', records: [...daily(60, call)] },
    ],
  }),
});
