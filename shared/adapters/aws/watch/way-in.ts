import { GetBucketNotificationConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetSubscriptionAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { WayIn } from '../../../watch/way-in.ts';
import { ask } from '../doctor/ask.ts';
import { targetsOf } from '../doctor/notifications.ts';

export interface WayInClients {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** Of the region of the topic. */
  readonly sns: SNSClient;
}
export interface WayInPlaces {
  readonly queueUrl: string;
  readonly bucket: string | undefined;
  readonly subscription: string | undefined;
}

/** How log files come to be known. */
export async function askWayIn(clients: WayInClients, { queueUrl, bucket, subscription }: WayInPlaces): Promise<WayIn> {
  const [queue, targets, isConfirmed] = await Promise.all([
    askQueue(clients.sqs, queueUrl),
    bucket === undefined ? undefined : askBucket(clients.s3, bucket),
    subscription === undefined ? undefined : askSubscription(clients.sns, subscription),
  ]);
  return {
    queue,
    bucket: bucket === undefined || targets === undefined ? undefined : { name: bucket, targets },
    subscription:
      subscription === undefined || isConfirmed === undefined ? undefined : { arn: subscription, isConfirmed },
  };
}

function askQueue(client: SQSClient, url: string): Promise<WayIn['queue']> {
  return ask('sqs:GetQueueAttributes', async () => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', 'Policy'] }),
    );
    return { arn: Attributes['QueueArn'] ?? '', policy: Attributes['Policy'] ?? '' };
  });
}

function askBucket(client: S3Client, bucket: string): Promise<NonNullable<WayIn['bucket']>['targets']> {
  return ask('s3:GetBucketNotification', async () =>
    targetsOf(await client.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }))),
  );
}

function askSubscription(client: SNSClient, arn: string): Promise<NonNullable<WayIn['subscription']>['isConfirmed']> {
  return ask('sns:GetSubscriptionAttributes', async () => {
    const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
    return Attributes['PendingConfirmation'] !== 'true';
  });
}
