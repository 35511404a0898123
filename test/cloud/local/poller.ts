import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { ACCOUNT, REGION } from './account.ts';
import type { LocalAws } from './aws.ts';
import type { LocalFunction, Outcome } from './lambda.ts';

export interface PollerOptions {
  readonly queueUrl: string;
  readonly target: LocalFunction;
  /** Messages an invocation at most; 10 unless told. */
  readonly batchSize?: number;
  /** s until a message that failed is seen again; 0 unless told: AWS waits for the visibility timeout. */
  readonly retryAfter?: number;
  /** Told of each batch, when it is settled. */
  readonly onBatch?: (outcome: Outcome, failed: number) => void;
}

/** Lambda's event source mapping of one queue, with `ReportBatchItemFailures`. */
export interface Poller {
  /** Resolves when nothing is in the queue any more, neither waiting nor being worked on. Dead letters are elsewhere by then. */
  idle(): Promise<void>;
  /** Takes no more messages and resolves when those at work are done. */
  stop(): Promise<void>;
}

/** As many batches at once as the function may run. */
export function startPoller(aws: LocalAws, options: PollerOptions): Poller {
  let isStopped = false;
  let busy = 0;
  const abort = new AbortController();
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      const messages = await receive(aws, options, abort.signal);
      if (messages.length === 0) continue;
      busy += 1;
      await handle(aws, options, messages);
      busy -= 1;
    }
  };
  const loops = Array.from({ length: options.target.concurrency }, loop);
  return {
    async idle() {
      while (busy > 0 || (await messagesIn(aws, options.queueUrl)) > 0) await pause();
    },
    async stop() {
      isStopped = true;
      abort.abort();
      await Promise.all(loops);
    },
  };
}

/** Messages of a queue: waiting, delayed and in flight. */
async function messagesIn(aws: LocalAws, queueUrl: string): Promise<number> {
  const { Attributes = {} } = await aws.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  const counts = ['', 'NotVisible', 'Delayed'] as const;
  return counts.reduce((sum, kind) => sum + Number(Attributes[`ApproximateNumberOfMessages${kind}`] ?? 0), 0);
}

/** SQS gives no more. */
const MOST_AT_ONCE = 10;
/** How often a condition is looked at, in ms. */
const LOOK_EVERY = 10;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));

/** A batch: waits for its first messages, and takes what else is there up to its size. */
async function receive(aws: LocalAws, options: PollerOptions, abortSignal: AbortSignal): Promise<Message[]> {
  const size = options.batchSize ?? 10;
  const batch: Message[] = [];
  for (let wait = 1; batch.length < size; wait = 0) {
    const most = Math.min(size - batch.length, MOST_AT_ONCE);
    const messages = await receiveOnce(aws, options.queueUrl, most, wait, abortSignal);
    batch.push(...messages);
    if (messages.length < most) break;
  }
  return batch;
}

async function receiveOnce(
  aws: LocalAws,
  queueUrl: string,
  most: number,
  wait: number,
  abortSignal: AbortSignal,
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: most,
    WaitTimeSeconds: wait,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  try {
    return (await aws.clients.sqs.send(command, { abortSignal })).Messages ?? [];
  } catch (error) {
    if (abortSignal.aborted) return [];
    throw error;
  }
}

async function handle(aws: LocalAws, options: PollerOptions, messages: readonly Message[]): Promise<void> {
  const { queueUrl, target, retryAfter = 0 } = options;
  const outcome = await target.invoke({ Records: messages.map((message) => recordOf(queueUrl, message)) });
  const failures = failuresIn(outcome, messages);
  const good = messages.filter(({ MessageId }) => !failures.has(MessageId));
  for (let at = 0; at < good.length; at += MOST_AT_ONCE)
    await aws.clients.sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: good
          .slice(at, at + MOST_AT_ONCE)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  for (const { MessageId, ReceiptHandle } of messages)
    if (failures.has(MessageId))
      await aws.clients.sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: retryAfter }),
      );
  options.onBatch?.(outcome, failures.size);
}

/** As Lambda judges: an error fails all, and so does an answer that names a message which was not in the batch. */
function failuresIn({ payload, error }: Outcome, messages: readonly Message[]): Set<string | undefined> {
  const ids = new Set(messages.map(({ MessageId }) => MessageId));
  if (error !== undefined) return ids;
  const { batchItemFailures = [] } = (payload ?? {}) as { batchItemFailures?: { itemIdentifier?: string }[] };
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  return failed.isSubsetOf(ids) ? failed : ids;
}

function recordOf(queueUrl: string, message: Message): object {
  const { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes, MessageAttributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue, DataType }]) => [
        name,
        { stringValue: StringValue, dataType: DataType, stringListValues: [], binaryListValues: [] },
      ]),
    ),
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueUrl.slice(queueUrl.lastIndexOf('/') + 1)}`,
    awsRegion: REGION,
  };
}
