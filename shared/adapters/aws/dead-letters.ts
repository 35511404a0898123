import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** SQS takes 256 KB in all; a reason is a sentence. */
const MOST = 1000;

/** A message that can't be taken in, and why. */
export interface DeadLetter {
  readonly body: string;
  readonly reason: string;
  /** The object that it is about, when it is about one. */
  readonly object: string | undefined;
}

/** Puts messages among the dead letters at once, with the reason: what can't succeed need not be tried five times. */
export function deadLetters(client: SQSClient, queueUrl: string): (letter: DeadLetter) => Promise<void> {
  return async ({ body, reason, object = 'unknown' }) => {
    const attribute = (text: string) => ({ DataType: 'String', StringValue: printable(text) });
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: { reason: attribute(reason), object: attribute(object) },
      }),
    );
  };
}

/** SQS refuses control characters, and an empty text. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, '?').slice(0, MOST) || '?';
}
