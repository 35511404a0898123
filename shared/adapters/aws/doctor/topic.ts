import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem, warn } from './line.ts';

/** Who gets what is sent to a topic. */
export interface TopicFacts {
  readonly topic: string;
  readonly subscriptions: Answer<readonly { readonly protocol: string; readonly isConfirmed: boolean }[]>;
}

const PENDING = 'PendingConfirmation';

export async function askTopic(client: SNSClient, arn: string): Promise<TopicFacts> {
  const subscriptions = await ask('sns:ListSubscriptionsByTopic', async () => {
    const all: { protocol: string; isConfirmed: boolean }[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn, NextToken: token }));
      for (const { Protocol = '', SubscriptionArn } of page.Subscriptions ?? [])
        all.push({ protocol: Protocol, isConfirmed: SubscriptionArn !== PENDING });
      token = page.NextToken;
    } while (token);
    return all;
  });
  return { topic: arn.slice(arn.lastIndexOf(':') + 1), subscriptions };
}

export function judgeTopic({ topic, subscriptions }: TopicFacts): Line[] {
  const check = `topic ${topic}`;
  if (subscriptions.is !== 'known')
    return [
      unanswered(check, subscriptions, {
        text: 'there is no such topic: no alert is sent',
        advice: 'deploy the stack anew',
      }),
    ];
  const confirmed = subscriptions.value.filter(({ isConfirmed }) => isConfirmed);
  const pending = subscriptions.value.filter(({ isConfirmed }) => !isConfirmed);
  const lines: Line[] = [];
  if (pending.length > 0)
    lines.push(
      warn(
        check,
        `${pending.length} subscriptions are not confirmed (${pending.map(({ protocol }) => protocol).join(', ')})`,
        'open the mail that SNS sent and confirm; after three days it has to be subscribed anew',
      ),
    );
  if (confirmed.length === 0)
    return [
      ...lines,
      problem(
        check,
        'nobody gets what is sent',
        `aws sns subscribe --topic-arn … --protocol email --notification-endpoint …`,
      ),
    ];
  return [
    ...lines,
    ok(check, `${confirmed.length} subscriptions (${confirmed.map(({ protocol }) => protocol).join(', ')})`),
  ];
}
