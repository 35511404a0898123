import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from '../../../watch/way-out.ts';
import { ask } from '../doctor/ask.ts';

/** Who hears a topic. */
export async function askTopicListeners(client: SNSClient, role: string, arn: string): Promise<Topic> {
  const listeners = await ask('sns:GetTopicAttributes', async () => {
    const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    return Number(Attributes['SubscriptionsConfirmed'] ?? 0);
  });
  return { role, arn, listeners };
}
