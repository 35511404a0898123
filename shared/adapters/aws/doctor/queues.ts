import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem, warn } from './line.ts';

/** More than that waiting means that what reads the queue does not keep up, or does not run. */
const MANY = 10_000;

/** A queue and the one that takes what fails. */
export interface QueueFacts {
  readonly queue: string;
  readonly attributes: Answer<QueueAttributes>;
  /** Asked when the queue has one. */
  readonly dead?: Answer<QueueAttributes> | undefined;
}

interface QueueAttributes {
  readonly arn: string;
  readonly policy: string;
  readonly waiting: number;
  /** ARN of the dead-letter queue, and after how many receives. */
  readonly redrive?: { readonly arn: string; readonly receives: number } | undefined;
}

/** `queue`: a name or a URL. */
export async function askQueue(client: SQSClient, queue: string): Promise<QueueFacts> {
  const attributes = await askAttributes(client, queue);
  const redrive = attributes.is === 'known' ? attributes.value.redrive : undefined;
  const dead = redrive && (await askAttributes(client, redrive.arn.slice(redrive.arn.lastIndexOf(':') + 1)));
  return { queue: queue.slice(queue.lastIndexOf('/') + 1), attributes, dead };
}

async function askAttributes(client: SQSClient, queue: string): Promise<Answer<QueueAttributes>> {
  const url = /^https?:/.test(queue)
    ? ({ is: 'known', value: queue } as const)
    : await ask(
        'sqs:GetQueueUrl',
        async () => (await client.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl ?? '',
      );
  if (url.is !== 'known') return url;
  return ask('sqs:GetQueueAttributes', async () => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url.value, AttributeNames: ['All'] }),
    );
    return {
      arn: Attributes?.['QueueArn'] ?? '',
      policy: Attributes?.['Policy'] ?? '',
      waiting: Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0),
      redrive: redriveOf(Attributes?.['RedrivePolicy']),
    };
  });
}

function redriveOf(text: string | undefined): QueueAttributes['redrive'] {
  if (!text) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
  return typeof deadLetterTargetArn === 'string'
    ? { arn: deadLetterTargetArn, receives: Number(maxReceiveCount) }
    : undefined;
}

export function judgeQueue({ queue, attributes, dead }: QueueFacts): Line[] {
  const check = `queue ${queue}`;
  const gone = { text: 'there is no such queue', advice: 'deploy the stack anew' };
  if (attributes.is !== 'known') return [unanswered(check, attributes, gone)];
  const { waiting, redrive } = attributes.value;
  const lines: Line[] = [];
  if (waiting > MANY)
    lines.push(
      warn(
        check,
        `${waiting.toLocaleString('en-US')} messages wait`,
        'look at the errors and throttles of the function that reads it',
      ),
    );
  if (redrive === undefined)
    return [
      ...lines,
      problem(check, 'has no dead-letter queue: what fails again and again is lost', 'deploy the stack anew'),
    ];
  const letters = `dead letters of ${queue}`;
  if (dead === undefined || dead.is !== 'known') {
    const missing = { text: `${redrive.arn} does not exist`, advice: 'deploy the stack anew' };
    return [...lines, dead ? unanswered(letters, dead, missing) : problem(letters, missing.text, missing.advice)];
  }
  if (dead.value.waiting > 0)
    return [
      ...lines,
      problem(
        letters,
        `${dead.value.waiting.toLocaleString('en-US')} messages failed ${redrive.receives} times`,
        `read the function's log, mend the cause, then aws sqs start-message-move-task --source-arn ${redrive.arn}`,
      ),
    ];
  return [...lines, ok(check, 'exists; its dead-letter queue is empty')];
}
