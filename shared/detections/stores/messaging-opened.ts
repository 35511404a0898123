import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { type Audience, audienceOf, audienceOfNames, shared } from '../sharing.ts';
import { member } from './members.ts';

const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/111111111111/orders';
const topicArn = 'arn:aws:sns:eu-central-1:111111111111:orders';

function policy(Principal: unknown, more: Record<string, unknown> = {}) {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:ReceiveMessage', Resource: '*', ...more }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
const queue = (Principal: unknown, difference = {}) =>
  record('sqs', 'SetQueueAttributes', {
    params: { queueUrl, attributes: { Policy: policy(Principal) } },
    ...difference,
  });
const topic = (Principal: unknown, more = {}) =>
  record('sns', 'SetTopicAttributes', {
    params: { topicArn, attributeName: 'Policy', attributeValue: policy(Principal, more) },
  });
const bus = (params: Record<string, unknown>) =>
  record('events', 'PutPermission', { params: { eventBusName: 'default', action: 'events:PutEvents', ...params } });

/** Whom a call lets send to or read from a queue, a topic or an event bus. */
function audienceIn({ service, name, params }: TrailEvent): Audience | undefined {
  if (name === 'AddPermission')
    return audienceOfNames(
      [...texts(params, 'aWSAccountIds'), ...texts(params, 'aWSAccountId')].map((id) => (id === '*' ? 'all' : id)),
    );
  if (service === 'events') {
    const who = filled(params, 'principal');
    if (who === undefined) return audienceOf(params['policy']);
    // `*` comes with a condition on the organization, as a rule.
    return audienceOfNames(who === '*' ? (at(params, 'condition') === undefined ? ['all'] : []) : [who]);
  }
  if (name === 'SetTopicAttributes')
    return filled(params, 'attributeName') === 'Policy' ? audienceOf(params['attributeValue']) : undefined;
  return audienceOf(member(params, 'attributes', 'policy'));
}

export default defineDetection({
  id: 'messaging-opened',
  topic: 'X',
  title: 'Queue, topic or bus opened to strangers',
  severity: 'high',
  attack: ['T1537', 'T1098'],
  why: 'Strangers read the messages that pass between your services, or put in their own: orders, events, commands.',
  benign: ['A partner or an account that belongs on the trust list'],
  runbook: [
    'See who is let in: aws sqs get-queue-attributes --queue-url URL --attribute-names Policy --region {region}; aws sns get-topic-attributes --topic-arn ARN --region {region}; aws events describe-event-bus --name {target} --region {region}.',
    'Close it: aws sqs remove-permission, aws sns remove-permission or aws events remove-permission with the label or statement id; or set the former policy again.',
    'Ask {principal} what they wanted.',
    'See who used it since {time}: data events of AWS::SQS::Queue and AWS::SNS::Topic with a foreign userIdentity.accountId.',
  ],
  on: {
    source: ['sqs', 'sns', 'events'],
    names: ['AddPermission', 'CreateQueue', 'CreateTopic', 'PutPermission', 'SetQueueAttributes', 'SetTopicAttributes'],
  },
  match: (event) => {
    const audience = audienceIn(event);
    if (audience === undefined) return false;
    const { params, service } = event;
    const kind = service === 'sqs' ? 'queue' : service === 'sns' ? 'topic' : 'event bus';
    const named = filled(params, 'queueUrl') ?? filled(params, 'topicArn') ?? filled(params, 'eventBusName');
    const name = nameOf(named ?? filled(params, 'queueName') ?? filled(params, 'name') ?? 'default').replace(
      /^.*:/,
      '',
    );
    return shared(`${kind} ${name}`, name, audience, 'high');
  },
  examples: () => ({
    fires: [
      { title: 'a queue, to everyone', severity: 'high', records: [queue('*')] },
      { title: 'a queue, to an account', severity: 'high', records: [queue({ AWS: FOREIGN })] },
      { title: 'a topic, to everyone', severity: 'high', records: [topic('*')] },
      {
        title: 'by its own operation',
        severity: 'high',
        records: [
          record('sns', 'AddPermission', {
            params: { topicArn, label: 'share', aWSAccountId: [FOREIGN], actionName: ['Subscribe'] },
          }),
        ],
      },
      { title: 'a bus, to everyone', severity: 'high', records: [bus({ principal: '*', statementId: 'all' })] },
      {
        title: 'a queue, by its own operation, to everyone',
        severity: 'high',
        records: [
          record('sqs', 'AddPermission', {
            params: { queueUrl, label: 'share', aWSAccountIds: ['*'], actions: ['ReceiveMessage'] },
          }),
        ],
      },
      {
        title: 'a bus, by a whole policy',
        severity: 'high',
        records: [
          record('events', 'PutPermission', { params: { eventBusName: 'default', policy: policy({ AWS: FOREIGN }) } }),
        ],
      },
      { title: 'a bus, to an account', severity: 'high', records: [bus({ principal: FOREIGN, statementId: 'one' })] },
      {
        title: 'a new topic',
        severity: 'high',
        records: [record('sns', 'CreateTopic', { params: { name: 'orders', attributes: { Policy: policy('*') } } })],
      },
    ],
    quiet: [
      { title: 'a queue for a topic', records: [queue({ Service: 'sns.amazonaws.com' })] },
      {
        title: "a topic's default policy",
        records: [topic({ AWS: '*' }, { Condition: { StringEquals: { 'AWS:SourceOwner': '111111111111' } } })],
      },
      {
        title: 'a bus, to the organization',
        records: [
          bus({
            principal: '*',
            condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-exampleorg1' },
          }),
        ],
      },
      {
        title: 'another attribute',
        records: [
          record('sqs', 'SetQueueAttributes', { params: { queueUrl, attributes: { VisibilityTimeout: '60' } } }),
        ],
      },
      { title: 'a trusted account', trusted: [FOREIGN], records: [queue({ AWS: FOREIGN })] },
      { title: 'refused', records: [queue('*', { error: { code: 'AccessDenied' } })] },
      {
        title: 'another attribute of a topic',
        records: [
          record('sns', 'SetTopicAttributes', {
            params: { topicArn, attributeName: 'DeliveryPolicy', attributeValue: policy('*') },
          }),
        ],
      },
      {
        title: 'a bus, to a trusted account',
        trusted: [FOREIGN],
        records: [bus({ principal: FOREIGN, statementId: 'one' })],
      },
      {
        title: 'by its own operation, to a trusted account',
        trusted: [FOREIGN],
        records: [record('sqs', 'AddPermission', { params: { queueUrl, label: 'share', aWSAccountIds: [FOREIGN] } })],
      },
    ],
  }),
});
