import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';

const work = (minute: number, region = 'eu-central-1') =>
  record('ec2', 'DescribeInstances', { minute, region, by: role('app') });
const DAY = 24 * 60;
const until = (days: number, ended: number) =>
  daily(days, work).map((_one, index) => work(-(ended + days - index) * DAY));

/**
 * A broken digest chain can’t be seen in records: `gatetrail verify` and the deployed watch check digest files. Here it is the
 * silence itself, told when the log goes on.
 */
export default defineDetection({
  id: 'ct-silence-or-broken-digest',
  topic: 'L',
  title: 'Log was silent for a day',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'A log that was written every day does not pause by itself. Either nothing was recorded, or what was recorded did not arrive.',
  benign: [
    'An outage of delivery: addendum.reason of late records says DELIVERY_DELAY or SERVICE_OUTAGE',
    'The region or account was emptied',
  ],
  runbook: [
    'See whether the trail was stopped: aws cloudtrail get-trail-status --region {region} --name NAME (StopLoggingTime, LatestDeliveryError).',
    'Check the digest chain of the silent days: missing or changed files are named there.',
    'Read what happened meanwhile from event history, which records without a trail for 90 days: aws cloudtrail lookup-events --region {region} --start-time {time-24h} --end-time {time}.',
    'Look for StopLogging, PutEventSelectors or a change of the log bucket before the silence.',
  ],
  on: { first: 'account', outcome: 'any' },
  match: (event) => ({
    what: `made the first call in ${event.region} after the log of ${event.account} there was silent`,
    resource: `log of ${event.account} in ${event.region}`,
    target: event.region,
  }),
  state: {
    dormant: {
      subject: ({ account, region }) => `${account} ${region}`,
      days: 1,
      activeDays: 14,
      everyDay: true,
      noun: 'this log',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a day without a record, after weeks with records',
        severity: 'high',
        records: [...until(20, 1), work(0)],
      },
    ],
    quiet: [
      { title: 'every day', records: [...daily(20, work), work(0)] },
      {
        title: 'a region that is seldom used',
        records: [...Array.from({ length: 20 }, (_, index) => work(-(index * 3 + 4) * DAY)), work(0)],
      },
      { title: 'a log that is young', records: [...until(8, 1), work(0)] },
      {
        title: 'another region is silent',
        records: [...daily(20, work), ...until(20, 3).map((one) => ({ ...one, awsRegion: 'us-east-1' })), work(0)],
      },
    ],
  }),
});
