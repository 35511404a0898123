import { requestOf, stageKey, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ACTIVE = 7;
const DAY = 24 * 60;

/**
 * The row's live half, a log that is silent now, can't be seen in a log; here it is told when the log is back, with the days for
 * which nothing is known. Only where there was a log on nearly every day: an API for office hours is silent each weekend.
 */
export default defineDetection({
  id: 'al-silence',
  topic: 'L',
  title: 'Access log was silent for a day or more',
  severity: 'medium',
  attack: ['T1685.002'],
  why: 'A stage that is called every day left no access log for at least one whole day. What was called on that day is not known: logging may have been off, or the log was taken away.',
  benign: [
    'There was no traffic',
    'The API was taken down for maintenance',
    'Files of these days are missing from what was read',
  ],
  runbook: [
    'See whether there was traffic on the silent days: aws cloudwatch get-metric-statistics --namespace AWS/ApiGateway --metric-name Count --dimensions Name=ApiId,Value={api} --start-time {time-7d} --end-time {time} --period 86400 --statistics Sum --region {region} (REST APIs: the dimension is ApiName, with the name of the API).',
    'If there was, see who changed the access log: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateStage --start-time {time-7d} --end-time {time} --region {region}; also changes of the log group, delivery stream or bucket that it goes to.',
    'Where the log is missing, look at the logs of the backend for these days.',
    'If files were merely not read, read them: gatetrail replay with the same --store.',
  ],
  on: { source: 'execute-api', outcome: 'any', first: 'request' },
  match: (event) =>
    typeof requestOf(event)['apiId'] === 'string' && {
      resource: stageName(event),
      what: `was the first in the access log of ${stageName(event)} after the silence`,
    },
  state: {
    dormant: { subject: stageKey, days: 1, activeDays: ACTIVE, everyDay: true, noun: 'the access log of the stage' },
  },
  examples: () => ({
    fires: [
      {
        title: 'a whole day without a line',
        severity: 'medium',
        records: [...daily(ACTIVE, (minute) => accessLog({ minute: minute - DAY })), accessLog()],
      },
      {
        title: 'refused requests were logged as well',
        severity: 'medium',
        records: [
          ...daily(ACTIVE, (minute) => accessLog({ minute: minute - DAY, status: 403, type: 'ACCESS_DENIED' })),
          accessLog({ status: 403, type: 'ACCESS_DENIED' }),
        ],
      },
    ],
    quiet: [
      { title: 'a line on every day', records: [...daily(ACTIVE, (minute) => accessLog({ minute })), accessLog()] },
      {
        title: 'too short a past',
        records: [...daily(ACTIVE - 1, (minute) => accessLog({ minute: minute - DAY })), accessLog()],
      },
      {
        title: 'a stage that is called on every other day',
        records: [...daily(ACTIVE, (minute) => accessLog({ minute: minute * 2 })), accessLog({ minute: DAY })],
      },
    ],
  }),
});
