import { GetQueueAttributesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadQueue, DeadState } from '../../../watch/dead-letters.ts';
import { ask } from '../doctor/ask.ts';

const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

/** What lies in a dead-letter queue. One message is looked at and stays there, visible to whoever redrives. */
export async function askDeadQueue(client: SQSClient, url: string): Promise<DeadQueue> {
  const name = url.slice(url.lastIndexOf('/') + 1);
  const state = await ask('sqs:GetQueueAttributes', async (): Promise<DeadState> => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', ...COUNTS] }),
    );
    // Who looks at one or redrives hides it for a while; it is dead all the same.
    const messages = COUNTS.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0);
    return { arn: Attributes['QueueArn'] ?? '', messages };
  });
  if (state.is !== 'known' || state.value.messages === 0) return { name, state };
  const sample = await ask('sqs:ReceiveMessage', () => look(client, url));
  // Without a look the number is told all the same; the missing permission is, too.
  if (sample.is === 'known') return { name, state: { is: 'known', value: { ...state.value, sample: sample.value } } };
  const reason = sample.is === 'denied' ? `nobody may look (${sample.permission} is not allowed)` : sample.said;
  return { name, state: { is: 'known', value: { ...state.value, sample: { reason } } } };
}

async function look(client: SQSClient, url: string): Promise<DeadState['sample']> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 0,
      MessageAttributeNames: ['reason', 'object'],
    }),
  );
  const attributes = Messages[0]?.MessageAttributes;
  return { reason: attributes?.['reason']?.StringValue, object: attributes?.['object']?.StringValue };
}
