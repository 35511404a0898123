import { filled } from '../../cloudtrail/field.ts';
import { requestOf, stageKey, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ENOUGH = 20;
const failing = { status: 500, type: 'AUTHORIZER_FAILURE' };

export default defineDetection({
  id: 'al-authorizer-failing',
  topic: 'T',
  title: 'Authorizer of an API fails',
  severity: 'high',
  attack: ['T1499'],
  why: 'Nobody gets through while the authorizer fails: an outage, and one that makes people switch authorization off to end it. A changed or throttled authorizer function looks the same.',
  benign: ['A bad release of the authorizer', 'The identity provider is down'],
  runbook: [
    'See what changed before {time}: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=lambda.amazonaws.com --start-time {time-24h} --end-time {time} --region {region}',
    'See which authorizers the API has: aws apigateway get-authorizers --rest-api-id {api} --region {region}; then the log of their function, from {time-1h} on.',
    'See whether API Gateway may still call the function, and whether its concurrency was taken: aws lambda get-policy --function-name FUNCTION --region {region}',
    'Roll back to the last version. Do not open the methods to end the outage.',
  ],
  on: { source: 'execute-api', names: ['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'], outcome: 'any' },
  match: (event) => {
    const error = filled(requestOf(event)['authorizerError'])?.slice(0, 200);
    return {
      resource: stageName(event),
      what: `was turned away by ${stageName(event)}, whose authorizer failed (${event.name})`,
      reasons: error === undefined ? [] : [`the authorizer said: ${error}`],
    };
  },
  state: {
    count: { subject: stageKey, atLeast: ENOUGH, withinMinutes: 5, noun: 'requests on which the authorizer failed' },
  },
  examples: () => ({
    fires: [
      {
        title: 'every request of many callers',
        severity: 'high',
        records: burst(ENOUGH, (n, minute) => accessLog({ ...failing, ip: `203.0.113.${n}`, minute }), 0.05),
      },
    ],
    quiet: [
      {
        title: 'within five minutes all but the first',
        records: burst(ENOUGH, (_, minute) => accessLog({ ...failing, minute }), 5 / (ENOUGH - 1)),
      },
      { title: 'one fewer', records: burst(ENOUGH - 1, (_, minute) => accessLog({ ...failing, minute }), 0.05) },
      {
        title: 'as many, each on another stage',
        records: burst(ENOUGH, (n, minute) => accessLog({ ...failing, stage: `pr-${n}`, minute }), 0.05),
      },
      {
        title: 'as many failures of the backend',
        records: burst(ENOUGH, (_, minute) => accessLog({ status: 504, type: 'INTEGRATION_TIMEOUT', minute }), 0.05),
      },
    ],
  }),
});
