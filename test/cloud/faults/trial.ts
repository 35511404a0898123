import type { Message } from '@aws-sdk/client-sqs';
import type { Notice } from '../../../shared/alerts/notice.ts';
import { LIVE } from '../../../shared/live/ports.ts';
import type { Outcome } from '../../live/runs.ts';
import { outcomeIn } from '../kept-state.ts';
import type { LocalCloud, LocalQueue } from '../local/cloud.ts';
import { scheduleEvent, tell } from '../local/events.ts';
import type { LocalFunction, Outcome as Ran } from '../local/lambda.ts';
import { startPoller } from '../local/poller.ts';
import type { NewObject } from '../local/stack.ts';

export const LOGS = 'logs';
const MAX_RECEIVES = 5;

/** A pipeline with a table, a topic, a queue and processes of its own, beside others in one cloud. */
export interface Trial {
  readonly ingest: LocalFunction;
  readonly calibrate: LocalFunction;
  readonly queue: LocalQueue;
  /** Everything that SNS accepted, in order. */
  readonly notices: readonly Notice[];
  /** Puts objects and tells of them in messages of their own. */
  deliver(objects: readonly NewObject[]): Promise<void>;
  /** Tells of what lies in the bucket. */
  tellOf(keys: readonly string[]): Promise<void>;
  /** Resolves when no message is left but dead letters. */
  idle(): Promise<void>;
  tick(time: Date): Promise<Ran>;
  /** Dead letters as [object, reason], sorted. */
  letters(): Promise<(readonly [object: string, reason: string])[]>;
  outcome(days: readonly number[]): Promise<Outcome>;
  /** SDK calls of a function so far. */
  calls(of: LocalFunction): number;
  /** Takes no more messages. */
  stop(): Promise<void>;
}

/** `bundles`: folder of the packaged functions; `name`: see `Bench`. */
export async function startTrial(cloud: LocalCloud, bundles: string, name: string): Promise<Trial> {
  const table = `state-${name}`;
  const [queue, topicArn] = await Promise.all([cloud.queue(name, MAX_RECEIVES), cloud.topic(name), cloud.table(table)]);
  const environment = {
    TABLE: table,
    ALERTS_TOPIC_ARN: topicArn,
    INGEST_QUEUE_URL: queue.url,
    INGEST_DLQ_URL: queue.deadLettersUrl,
    QUEUE_URLS: queue.url,
    MAX_RECEIVES: String(MAX_RECEIVES),
    POWERTOOLS_METRICS_NAMESPACE: 'Gatetrail',
    POWERTOOLS_SERVICE_NAME: name,
    // Processes start by the dozen.
    NODE_COMPILE_CACHE: `${bundles}/compiled`,
  };
  const [ingest, calibrate] = (['ingest', 'calibrate'] as const).map((one) =>
    cloud.lambda.deploy({ name: `${one}-${name}`, folder: `${bundles}/${one}`, environment }),
  ) as [LocalFunction, LocalFunction];
  const notices: Notice[] = [];
  cloud.aws.events.on('published', (message) => {
    if (message.topicArn === topicArn) notices.push(JSON.parse(message.body('sqs')) as Notice);
  });
  const poller = startPoller(cloud.aws, { queueUrl: queue.url, target: ingest });
  const tellOf = (keys: readonly string[]): Promise<void> =>
    tell(
      cloud.aws,
      { way: 's3', queueUrl: queue.url },
      keys.map((key) => ({ bucket: LOGS, key, size: 1 })),
    );
  return {
    ingest,
    calibrate,
    queue,
    notices,
    tellOf,
    async deliver(objects) {
      for (const { key, body } of objects) await cloud.put(LOGS, key, body);
      await tellOf(objects.map(({ key }) => key));
    },
    idle: poller.idle,
    tick: (time) => calibrate.invoke(scheduleEvent('calibrate', time)),
    letters: async () => (await cloud.deadLetters(queue)).map(readLetter).sort(),
    outcome: (days) => outcomeIn(cloud.aws.clients.dynamodb, table, LIVE, days),
    calls: ({ name: caller }) => cloud.aws.calls.filter((call) => call.caller === caller).length,
    stop: poller.stop,
  };
}

function readLetter({ MessageAttributes = {} }: Message): readonly [string, string] {
  const text = (name: string): string => MessageAttributes[name]?.StringValue ?? '';
  return [text('object'), text('reason')];
}
