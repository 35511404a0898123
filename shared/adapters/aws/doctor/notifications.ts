import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem, warn } from './line.ts';

/** How a bucket tells of new objects. */
export interface NotificationFacts {
  readonly bucket: string;
  readonly queueArn: string;
  /** Policy of the queue, as text; empty when it has none. */
  readonly queuePolicy: Answer<string>;
  readonly targets: Answer<readonly NotificationTarget[]>;
}

export interface NotificationTarget {
  readonly kind: 'queue' | 'topic' | 'eventbridge' | 'function';
  readonly arn: string;
  /** Of object keys; empty: all. */
  readonly suffix: string;
  /** Endpoints of queues that are subscribed to the topic. */
  readonly queues?: Answer<readonly string[]>;
}

const LOG_NAME = '.json.gz';

export async function askNotifications(
  clients: { readonly s3: S3Client; readonly sns: SNSClient },
  bucket: string,
  queue: Pick<NotificationFacts, 'queueArn' | 'queuePolicy'>,
): Promise<NotificationFacts> {
  const given = await ask('s3:GetBucketNotification', async () => {
    return targetsOf(await clients.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket })));
  });
  if (given.is !== 'known') return { bucket, ...queue, targets: given };
  const value: NotificationTarget[] = [];
  for (const target of given.value)
    value.push(target.kind === 'topic' ? { ...target, queues: await queuesOf(clients.sns, target.arn) } : target);
  return { bucket, ...queue, targets: { is: 'known', value } };
}

/** Those that tell of created objects; EventBridge gets all. */
export function targetsOf(configuration: NotificationConfiguration): NotificationTarget[] {
  const target = (
    kind: NotificationTarget['kind'],
    arn: string | undefined,
    about: Configured,
  ): NotificationTarget[] =>
    about.Events?.some((event) => event.startsWith('s3:ObjectCreated:'))
      ? [{ kind, arn: arn ?? '', suffix: suffixOf(about) }]
      : [];
  const { QueueConfigurations, TopicConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } =
    configuration;
  return [
    ...(QueueConfigurations ?? []).flatMap((one) => target('queue', one.QueueArn, one)),
    ...(TopicConfigurations ?? []).flatMap((one) => target('topic', one.TopicArn, one)),
    ...(LambdaFunctionConfigurations ?? []).flatMap((one) => target('function', one.LambdaFunctionArn, one)),
    ...(EventBridgeConfiguration === undefined ? [] : [{ kind: 'eventbridge' as const, arn: '', suffix: '' }]),
  ];
}

type Configured = Pick<NonNullable<NotificationConfiguration['QueueConfigurations']>[number], 'Events' | 'Filter'>;

function suffixOf({ Filter }: Configured): string {
  return Filter?.Key?.FilterRules?.find(({ Name }) => /^suffix$/i.test(Name ?? ''))?.Value ?? '';
}

function queuesOf(client: SNSClient, topic: string): Promise<Answer<readonly string[]>> {
  return ask('sns:ListSubscriptionsByTopic', async () => {
    const queues: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken: token }));
      for (const { Protocol, Endpoint } of page.Subscriptions ?? [])
        if (Protocol === 'sqs' && Endpoint !== undefined) queues.push(Endpoint);
      token = page.NextToken;
    } while (token);
    return queues;
  });
}

/** Whether what lands in the bucket reaches the queue. */
export function judgeNotifications({ bucket, queueArn, queuePolicy, targets }: NotificationFacts): Line[] {
  const check = `notifications of ${bucket}`;
  const advice = `send s3:ObjectCreated:* of the bucket to ${queueArn}, as the outputs of the stack say`;
  if (targets.is !== 'known') return [unanswered(check, targets, { text: 'there is no such bucket', advice })];
  const leading = targets.value.filter((target) => leadsTo(target, queueArn, queuePolicy) === 'yes');
  const [first] = leading;
  if (first !== undefined) {
    if (leading.every(({ suffix }) => suffix !== '' && !LOG_NAME.endsWith(suffix)))
      return [
        problem(
          check,
          `only keys ending in ${first.suffix} reach the queue: no CloudTrail file does`,
          `let the suffix be ${LOG_NAME}, or leave it out`,
        ),
      ];
    return [ok(check, `lead to the queue, ${WAY[first.kind]}`)];
  }
  const perhaps = targets.value.find((target) => leadsTo(target, queueArn, queuePolicy) === 'unknown');
  if (perhaps !== undefined)
    return [
      warn(
        check,
        `go ${WAY[perhaps.kind]}; whether they reach the queue could not be checked`,
        'allow sns:ListSubscriptionsByTopic and sqs:GetQueueAttributes, then look again',
      ),
    ];
  const others = targets.value.map(({ kind, arn }) => arn || kind).join(', ');
  return [
    problem(
      check,
      others === '' ? 'there are none: no new file is read' : `lead to ${others}, not to the queue`,
      advice,
    ),
  ];
}

const WAY = {
  queue: 'directly',
  topic: 'through an SNS topic',
  eventbridge: 'through EventBridge',
  function: 'through a function',
} as const;

function leadsTo(target: NotificationTarget, queueArn: string, policy: Answer<string>): 'yes' | 'no' | 'unknown' {
  if (target.kind === 'queue') return target.arn === queueArn ? 'yes' : 'no';
  if (target.kind === 'topic') {
    if (target.queues?.is !== 'known') return 'unknown';
    return target.queues.value.includes(queueArn) ? 'yes' : 'no';
  }
  if (target.kind === 'function') return 'no';
  // A rule can send to the queue only if the queue lets EventBridge do so.
  if (policy.is !== 'known') return 'unknown';
  return policy.value.includes('events.amazonaws.com') ? 'yes' : 'no';
}
