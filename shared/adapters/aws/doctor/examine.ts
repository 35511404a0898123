import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { askBucket, judgeBucket } from './bucket.ts';
import { askFunctions, type FunctionFacts, judgeFunctions, told } from './functions.ts';
import { askHttpApis } from './http-apis.ts';
import type { Line } from './line.ts';
import { askNotifications, judgeNotifications } from './notifications.ts';
import { askQueue, judgeQueue, type QueueFacts } from './queues.ts';
import { askRestApis } from './rest-apis.ts';
import { askSecret, judgeSecret } from './secret.ts';
import { judgeStages } from './stages.ts';
import { askTable, judgeTable } from './table.ts';
import { askTopic, judgeTopic } from './topic.ts';
import { askTrails, judgeTrails, type TrailFacts } from './trail.ts';

export interface DoctorClients {
  readonly cloudTrail: CloudTrailClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly dynamoDb: DynamoDBClient;
  readonly ssm: SSMClient;
  readonly secrets: SecretsManagerClient;
  readonly lambda: LambdaClient;
  readonly restApis: APIGatewayClient;
  readonly httpApis: ApiGatewayV2Client;
}

/** What to look at, beyond what AWS tells of itself. */
export interface Subject {
  /** The caller's account. */
  readonly account: string;
  /** Name or ARN; absent: all trails that log here. */
  readonly trail?: string | undefined;
  /** `gatetrail-live`: the parts of this pipeline are found by it. */
  readonly stack?: string | undefined;
  readonly table?: string | undefined;
  /** Names or URLs. The first gets the notifications of the trail's bucket. */
  readonly queues?: readonly string[] | undefined;
  readonly topic?: string | undefined;
  readonly slackSecret?: string | undefined;
}

/** All checks, in the order in which logs travel. Throws `config` without usable credentials. */
export async function examine(clients: DoctorClients, subject: Subject, now: number): Promise<Line[]> {
  const trails = await askTrails(clients.cloudTrail, subject.trail);
  const functions = subject.stack === undefined ? [] : await askFunctions(clients.lambda, subject.stack);
  const parts = partsOf(subject, functions);
  const queues = await Promise.all(parts.queues.map((queue) => askQueue(clients.sqs, queue)));
  const known = trails.is === 'known' ? trails.value : [];
  const [restApis, httpApis] = await Promise.all([askRestApis(clients.restApis), askHttpApis(clients.httpApis)]);
  return [
    ...judgeTrails(trails, now),
    ...(await bucketLines(clients, known, subject.account, queues[0], now)),
    ...judgeStages('REST APIs', restApis),
    ...judgeStages('HTTP and WebSocket APIs', httpApis),
    ...(functions.length === 0 ? [] : judgeFunctions(functions)),
    ...queues.flatMap(judgeQueue),
    ...(parts.table === undefined ? [] : judgeTable(await askTable(clients.dynamoDb, parts.table))),
    ...(parts.topic === undefined ? [] : judgeTopic(await askTopic(clients.sns, parts.topic))),
    ...(parts.slackSecret === undefined ? [] : judgeSecret(await askSecret(clients, parts.slackSecret))),
  ];
}

/** The parts of the pipeline: those that are named, else what the functions of the stack say they work with. */
function partsOf(
  subject: Subject,
  functions: readonly FunctionFacts[],
): Subject & { readonly queues: readonly string[] } {
  return {
    ...subject,
    table: subject.table ?? told(functions, 'TABLE'),
    topic: subject.topic ?? told(functions, 'ALERTS_TOPIC_ARN'),
    slackSecret: subject.slackSecret ?? told(functions, 'SLACK_SECRET'),
    // The ingest queue first: `calibrate` waits for both.
    queues: subject.queues ?? told(functions, 'QUEUE_URLS')?.split(',') ?? [],
  };
}

/** One bucket may serve several trails. */
async function bucketLines(
  clients: DoctorClients,
  trails: readonly TrailFacts[],
  account: string,
  queue: QueueFacts | undefined,
  now: number,
): Promise<Line[]> {
  const byBucket = new Map(trails.map((trail) => [trail.bucket, trail]));
  const lines: Line[] = [];
  for (const [bucket, trail] of byBucket) {
    lines.push(...judgeBucket(await askBucket(clients.s3, trail, account, now)));
    if (queue?.attributes.is !== 'known') continue;
    const { arn, policy } = queue.attributes.value;
    const about = { queueArn: arn, queuePolicy: { is: 'known', value: policy } as const };
    lines.push(...judgeNotifications(await askNotifications(clients, bucket, about)));
  }
  return lines;
}
