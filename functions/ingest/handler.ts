import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import { sqsClient } from '../../shared/adapters/aws/clients/sqs.ts';
import { deadLetters } from '../../shared/adapters/aws/dead-letters.ts';
import { GatetrailError, messageOf } from '../../shared/errors.ts';
import { LIVE } from '../../shared/live/ports.ts';
import { type TakenIn, takeIn } from '../../shared/live/take-in.ts';
import type { ObjectRef } from '../../shared/pipeline/ports.ts';
import type { Tally } from '../../shared/pipeline/tally.ts';
import { crafted, logger, metrics } from '../lambda/craft.ts';
import { environment } from '../lambda/environment.ts';
import { CloudPipeline, PipelineEnvironment } from '../lambda/pipeline.ts';
import { countTally, countUsed } from '../lambda/tally-metrics.ts';
import { objectsIn, objectsInBody } from './objects-in.ts';
import { type Message, takeMessages } from './take-messages.ts';

const Environment = PipelineEnvironment.extend({
  INGEST_DLQ_URL: z.string().min(1),
  MAX_RECEIVES: z.coerce.number().int().min(1).default(5),
});
const env = environment(Environment);
const pipeline = new CloudPipeline(env, true);
const bury = deadLetters(sqsClient(), env.INGEST_DLQ_URL);

const FromQueue = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:sqs'),
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
    }),
  ),
});

/** Takes in log files: from the queue, where what failed comes again, or from an event of S3, SNS or EventBridge, which fails whole. */
export const handler = crafted(async (event: unknown): Promise<SQSBatchResponse | undefined> => {
  const before = pipeline.used;
  const queued = FromQueue.safeParse(event);
  try {
    if (queued.success) return await fromQueue(queued.data.Records);
    const objects = objectsIn(event);
    const { objects: taken } = await take(objects);
    const failed = taken.find(({ error, problems }) => error !== undefined || problems.length > 0);
    if (failed !== undefined)
      throw new GatetrailError(
        'input',
        `${failed.key}: ${[messageOf(failed.error ?? ''), ...failed.problems].join('; ')}`,
      );
    return undefined;
  } finally {
    countUsed(metrics, before, pipeline.used);
  }
});

async function fromQueue(records: z.infer<typeof FromQueue>['Records']): Promise<SQSBatchResponse> {
  const messages = records.map(({ messageId, body, attributes }): Message => {
    return { id: messageId, body, receives: attributes.ApproximateReceiveCount };
  });
  const again = await takeMessages(messages, {
    takeIn: take,
    bury: async (letter) => {
      logger.error('dead letter', { object: letter.object, reason: letter.reason });
      metrics.addMetric('DeadLettered', MetricUnit.Count, 1);
      await bury(letter);
    },
    maxReceives: env.MAX_RECEIVES,
    onFailure: ({ id, receives }, reason) => logger.warn('comes again', { messageId: id, receives, reason }),
  });
  countLag(messages);
  return { batchItemFailures: again.map((id) => ({ itemIdentifier: id })) };
}

async function take(refs: readonly ObjectRef[]): Promise<TakenIn> {
  const deps = await pipeline.deps(LIVE, Date.now());
  try {
    return await takeIn(deps, refs);
  } finally {
    countTally(metrics, deps.tally);
    logProblems(deps.tally);
  }
}

/** What could not be read or judged, named; the rest of the batch went on. */
function logProblems(tally: Tally): void {
  const { failures, rejections, oddities, detectionErrors, imbalance } = tally;
  if (!tally.complete) logger.error('not everything was read', { failures, rejections, oddities, detectionErrors });
  if (imbalance !== '') logger.error('the tally does not balance', { imbalance });
}

/** From the making of an object to the end of this invocation, the longest. */
function countLag(messages: readonly Message[]): void {
  const made = messages.flatMap(({ body }) => {
    try {
      return objectsInBody(body).flatMap((object) => object.made ?? []);
    } catch {
      // It lies among the dead letters by now.
      return [];
    }
  });
  if (made.length > 0) metrics.addMetric('LagSeconds', MetricUnit.Seconds, (Date.now() - Math.min(...made)) / 1000);
}
