import { randomUUID } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, REGION } from './account.ts';
import type { LocalAws, ObjectCreated } from './aws.ts';

/** The three ways in which S3 tells of a new object. */
export type Way = 's3' | 'sns' | 'eventbridge';

/** An object as S3 tells a queue or a topic of it; the key is encoded as in a form. */
function s3Event({ bucket, key, size }: ObjectCreated, time = new Date()): object {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: REGION,
        eventTime: time.toISOString(),
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'AWS:cloudtrail' },
        requestParameters: { sourceIPAddress: '192.0.2.1' },
        responseElements: { 'x-amz-request-id': 'EXAMPLE' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'gatetrail',
          bucket: { name: bucket, ownerIdentity: { principalId: 'EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
          object: { key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'), size, sequencer: '0' },
        },
      },
    ],
  };
}

/** An object as EventBridge tells of it; the key is as it is. */
function eventBridgeEvent({ bucket, key, size }: ObjectCreated, time = new Date()): object {
  return {
    ...envelope('aws.s3', 'Object Created', `arn:aws:s3:::${bucket}`, time),
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, sequencer: '0' },
      'request-id': 'EXAMPLE',
      requester: 'cloudtrail.amazonaws.com',
      reason: 'PutObject',
    },
  };
}

/** What a schedule of EventBridge sends. Functions take their clock from `time`. */
export function scheduleEvent(rule: string, time: Date): object {
  return {
    ...envelope('aws.events', 'Scheduled Event', `arn:aws:events:${REGION}:${ACCOUNT}:rule/${rule}`, time),
    detail: {},
  };
}

function envelope(source: string, detailType: string, resource: string, time: Date): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: ACCOUNT,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: [resource],
  };
}

/** Where to tell of objects. */
export interface Destination {
  readonly way: Way;
  readonly queueUrl: string;
  /** Of way `sns`: a topic that the queue has subscribed to, without raw delivery. */
  readonly topicArn?: string | undefined;
}

/** Tells of objects in this order, ten a request where SQS is told itself. */
export async function tell(aws: LocalAws, to: Destination, objects: readonly ObjectCreated[]): Promise<void> {
  if (to.way === 'sns') {
    for (const object of objects)
      await aws.clients.sns.send(
        new PublishCommand({
          TopicArn: to.topicArn,
          Subject: 'Amazon S3 Notification',
          Message: JSON.stringify(s3Event(object)),
        }),
      );
    return;
  }
  const shape = to.way === 's3' ? s3Event : eventBridgeEvent;
  for (let i = 0; i < objects.length; i += 10) {
    const Entries = objects
      .slice(i, i + 10)
      .map((object, index) => ({ Id: String(index), MessageBody: JSON.stringify(shape(object)) }));
    await aws.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: to.queueUrl, Entries }));
  }
}
