import { defineDetection } from '../define.ts';
import { burst, restApi, role } from '../example.ts';

/** The three ways in which API Gateway says that it was asked too often or for too much. */
const CODES = /^(?:Client\.)?(?:TooManyRequests|Throttling|LimitExceeded|RequestLimitExceeded)(?:Exception)?$/;

const refused = (count: number, code = 'TooManyRequestsException', difference = {}, everyMinutes = 0.1) =>
  burst(
    count,
    (index, minute) =>
      restApi('UpdateStage', { restApiId: `api${index}`, stageName: 'prod' }, undefined, {
        minute,
        by: role(),
        error: { code, message: 'Too Many Requests' },
        ...difference,
      }),
    everyMinutes,
  );

export default defineDetection({
  id: 'apigw-control-throttled',
  topic: 'H',
  title: 'Changes to APIs refused for their number',
  severity: 'low',
  attack: ['T1499'],
  why: 'Whoever uses up the few calls a second that an account has for changing APIs keeps its owners from repairing theirs.',
  benign: ['A large Terraform or CloudFormation run', 'A scanner that asks about every API'],
  runbook: [
    'Ask {principal} what runs; a deployment tool has to back off and try again by itself.',
    'See what was asked: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}',
    'If others can not change their APIs meanwhile and nobody knows the run, stop {key}.',
  ],
  on: { source: 'apigateway', outcome: 'failed' },
  match: ({ error, name, account, region }) =>
    error !== undefined &&
    CODES.test(error.code) && {
      resource: `API Gateway in ${account}, ${region}`,
      what: `was refused ${name} and other calls for their number`,
    },
  state: {
    count: {
      // The limit is the account's in one region: each is worn out on its own.
      subject: ({ principal, region }) => `${principal.key}/${region}`,
      atLeast: 20,
      withinMinutes: 5,
      noun: 'calls refused for their number',
    },
  },
  examples: () => ({
    fires: [
      { title: 'twenty in two minutes', severity: 'low', records: refused(20) },
      { title: 'a quota used up', severity: 'low', records: refused(20, 'LimitExceededException') },
    ],
    quiet: [
      { title: 'within five minutes all but the first', records: refused(20, 'TooManyRequestsException', {}, 5 / 19) },
      { title: 'nineteen', records: refused(19) },
      {
        title: 'twenty in an hour',
        records: refused(20).map((one, index) => ({ ...one, eventTime: `2026-11-02T10:${10 + index * 2}:00Z` })),
      },
      { title: 'refused for other reasons', records: refused(20, 'BadRequestException') },
      {
        title: 'another service',
        records: refused(20).map((one) => ({ ...one, eventSource: 'appsync.amazonaws.com' })),
      },
    ],
  }),
});
