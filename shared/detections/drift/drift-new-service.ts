import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { isOwnWork } from './own-work.ts';

function put(service: string, name: string, difference = {}) {
  return record(service, name, { by: role('orders-api'), ...difference });
}
const usual = daily(7, (minute) => put('dynamodb', 'UpdateTable', { minute }));

/**
 * Only what changes something: reads are most of a log, a console page alone brings twenty new services of them, and the
 * behavioural score weighs them better than a yes or no can.
 */
export default defineDetection({
  id: 'drift-new-service',
  topic: 'D',
  title: 'Principal changes something in a service it never used',
  severity: 'low',
  attack: ['T1078.004'],
  why: 'Applications and people are creatures of habit: a first change in another service is how a stolen identity looks when it is put to other use.',
  benign: ['A new feature', 'A new task of a person'],
  runbook: [
    'Ask the owner of {principal} whether {resource} belongs to its work.',
    'See what else the same credentials did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
    'If it does not belong, take the right away: aws iam generate-service-last-accessed-details --arn ARN tells which services it needs.',
  ],
  on: { writes: true },
  match: isOwnWork,
  state: {
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => event.service,
      noun: 'service',
      learnDays: 7,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'an application that makes a user',
        severity: 'low',
        records: [...usual, put('iam', 'CreateUser', { region: 'us-east-1' })],
      },
    ],
    quiet: [
      { title: 'a service it uses', records: [...usual, put('dynamodb', 'CreateTable')] },
      { title: 'a read in another service', records: [...usual, put('iam', 'ListUsers', { region: 'us-east-1' })] },
      {
        title: 'while learning',
        records: [...daily(3, (minute) => put('dynamodb', 'UpdateTable', { minute })), put('iam', 'CreateUser')],
      },
      {
        title: 'what CloudFormation does for it',
        records: [
          ...usual,
          put('sqs', 'CreateQueue', { by: { ...role('orders-api'), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
      { title: 'denied', records: [...usual, put('iam', 'CreateUser', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
