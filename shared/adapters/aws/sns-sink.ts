import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { snsMessage } from '../../alerts/messages/sns.ts';
import type { Notice, NoticeSink } from '../../alerts/notice.ts';
import { GatetrailError } from '../../errors.ts';

/**
 * Publishes notices on a topic, one message each with a body for each protocol. The SDK retries; what fails then goes on to the caller,
 * who sends the notice again under the same key.
 */
export class SnsSink implements NoticeSink {
  readonly #client: SNSClient;
  readonly #topicArn: string;
  readonly #now: () => number;
  readonly #sender: { readonly account: string; readonly region: string };

  /** `topicArn`: `arn:aws:sns:<region>:<account>:<name>`. Throws `config` for anything else. */
  constructor(client: SNSClient, topicArn: string, now: () => number) {
    const [, , service, region, account, name] = topicArn.split(':');
    if (service !== 'sns' || !region || !account || !name)
      throw new GatetrailError(
        'config',
        `${topicArn} is no ARN of an SNS topic; expected arn:aws:sns:REGION:ACCOUNT:NAME`,
      );
    this.#client = client;
    this.#topicArn = topicArn;
    this.#now = now;
    this.#sender = { account, region };
  }

  async send(notice: Notice): Promise<void> {
    const { MessageAttributes, ...message } = snsMessage(notice, this.#sender, this.#now());
    await this.#client.send(
      new PublishCommand({ TopicArn: this.#topicArn, ...message, MessageAttributes: { ...MessageAttributes } }),
    );
  }
}
