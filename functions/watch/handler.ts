import { config } from 'gatetrail:config';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { cloudTrailClient } from '../../shared/adapters/aws/clients/cloudtrail.ts';
import { dynamoDbClient } from '../../shared/adapters/aws/clients/dynamodb.ts';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { snsClient } from '../../shared/adapters/aws/clients/sns.ts';
import { sqsClient } from '../../shared/adapters/aws/clients/sqs.ts';
import { DynamoDocuments } from '../../shared/adapters/aws/dynamo-documents.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { SnsSink } from '../../shared/adapters/aws/sns-sink.ts';
import { awsQuestions } from '../../shared/adapters/aws/watch/questions.ts';
import { keptUntil } from '../../shared/live/keeping.ts';
import { watch } from '../../shared/watch/watch.ts';
import { crafted, logger, metrics } from '../lambda/craft.ts';
import { environment } from '../lambda/environment.ts';

/** A part that a deployment does not have comes as an empty text, or not at all. */
const Part = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text));
const Environment = z.object({
  TABLE: z.string().min(1),
  ALERTS_TOPIC_ARN: z.string().min(1),
  OPERATIONS_TOPIC_ARN: Part,
  INGEST_QUEUE_URL: z.string().min(1),
  DLQ_URLS: z.string().transform((urls) => urls.split(',').filter((url) => url !== '')),
  TRAIL_ARN: Part,
  LOG_BUCKET: Part,
  LOG_PREFIX: Part,
  /** The bucket whose notifications are ours; absent where another account's topic tells of files. */
  NOTIFYING_BUCKET: Part,
  /** Our subscription to that topic. */
  LOG_SUBSCRIPTION_ARN: Part,
  /** Set in a local cloud, whose buckets are no host names. */
  AWS_ENDPOINT_URL_S3: Part,
});
const Scheduled = z.object({ time: z.iso.datetime() });

const env = environment(Environment);
const clock = (): number => Date.now();
const client = dynamoDbClient({ maxAttempts: 8 });
const documents = new DynamoDocuments({
  client,
  table: env.TABLE,
  clock,
  until: (key) => keptUntil(key, clock()),
});
const state = new DynamoStateStore({ client, table: env.TABLE, clock });
const s3 = s3Client({ pathStyle: env.AWS_ENDPOINT_URL_S3 !== undefined });
const sink = new SnsSink(snsClient(), env.ALERTS_TOPIC_ARN, clock);
const clients = {
  s3,
  sqs: sqsClient(),
  sns: ofRegion((region) => snsClient({ region })),
  cloudTrail: ofRegion((region) => cloudTrailClient({ region })),
};

/** A client of each region that is asked for, made once. */
function ofRegion<Client>(make: (region: string | undefined) => Client): (region?: string) => Client {
  const made = new Map<string | undefined, Client>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

/** Every quarter of an hour: looks for silence, dead letters, a broken chain and a pipeline that was cut. The schedule says what time it is. */
export const handler = crafted(async (event: unknown): Promise<void> => {
  const now = Date.parse(Scheduled.parse(event).time);
  const ask = awsQuestions(clients, {
    alertsTopic: env.ALERTS_TOPIC_ARN,
    operationsTopic: env.OPERATIONS_TOPIC_ARN,
    ingestQueue: env.INGEST_QUEUE_URL,
    deadQueues: env.DLQ_URLS,
    trail: env.TRAIL_ARN,
    logBucket: env.LOG_BUCKET,
    logPrefix: env.LOG_PREFIX,
    notifyingBucket: env.NOTIFYING_BUCKET,
    subscription: env.LOG_SUBSCRIPTION_ARN,
    now,
  });
  const { suppressions } = config;
  const { silent, deadLetters, chainProblems, open, problems, sent } = await watch(
    { state, documents, sink, suppressions, ask },
    now,
  );
  metrics.addMetric('Silent', MetricUnit.Count, silent);
  metrics.addMetric('DeadLettered', MetricUnit.Count, deadLetters);
  if (chainProblems !== undefined) metrics.addMetric('ChainProblems', MetricUnit.Count, chainProblems);
  metrics.addMetric('WatchProblems', MetricUnit.Count, problems);
  logger.info('watched', { open, sent });
});
