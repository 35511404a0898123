import { EventEmitter } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { REGION } from './account.ts';
import { type Call, HARNESS, type Recorded } from './calls.ts';
import { startEdge } from './edge.ts';
import { startEmulators } from './emulators.ts';
import type { Armed, Fault } from './faults.ts';
import { type JsonServices, jsonServices } from './json-services.ts';
import { type Published, publishedBy } from './sns.ts';

/** An object that came into a bucket. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
}

/** S3, SNS, SQS, DynamoDB and what else is answered, at one address. */
export interface LocalAws extends Pick<JsonServices, 'answer' | 'putParameter' | 'putSecret'> {
  readonly endpoint: string;
  /** Clients of the harness: never made to fail, not counted as anybody's. */
  readonly clients: Clients;
  /** What happened: an object came, SNS accepted a message. Once done, even if the caller never learns of it. */
  readonly events: EventEmitter<{ object: [ObjectCreated]; published: [Published] }>;
  /** Every call so far, of the harness too. */
  readonly calls: readonly Recorded[];
  /** Environment of a process whose clients are to come here and be known as `instance`. */
  environment(instance: string): Record<string, string>;
  fail(fault: Fault): Armed;
  /** Permissions that each function made use of, sorted. */
  recordedActions(): Record<string, string[]>;
  close(): Promise<void>;
}

interface Clients {
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
}

/** Starts all of it on a port that the system chooses. `kill` ends the process of an instance: faults ask for it. */
export async function startAws(kill: (instance: string) => Promise<void>): Promise<LocalAws> {
  const services = jsonServices();
  const emulators = await startEmulators(services);
  const events: LocalAws['events'] = new EventEmitter();
  const done = (call: Call, status: number): void => {
    if (status >= 300) return;
    const created = createdBy(call);
    if (created !== undefined) events.emit('object', created);
    const published = publishedBy(call);
    if (published !== undefined && 'body' in published) events.emit('published', published);
  };
  const edge = await startEdge({ backend: emulators.serve, done, kill });
  const clients = clientsOf(edge.endpoint);
  return {
    endpoint: edge.endpoint,
    clients,
    events,
    calls: edge.calls,
    answer: services.answer,
    putParameter: services.putParameter,
    putSecret: services.putSecret,
    environment: (instance) => environmentOf(edge.endpoint, instance),
    fail: edge.faults.arm,
    recordedActions: () => actionsIn(edge.calls),
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await edge.close();
      await emulators.close();
    },
  };
}

function createdBy({ operation, resource, body }: Call): ObjectCreated | undefined {
  if (operation !== 's3:PutObject' && operation !== 's3:CompleteMultipartUpload') return undefined;
  const slash = resource.indexOf('/');
  return { bucket: resource.slice(0, slash), key: resource.slice(slash + 1), size: body.length };
}

function actionsIn(calls: readonly Recorded[]): Record<string, string[]> {
  const actions: Record<string, Set<string>> = {};
  for (const { caller, action } of calls) {
    if (caller === HARNESS) continue;
    actions[caller] ??= new Set();
    actions[caller].add(action);
  }
  return Object.fromEntries(Object.entries(actions).map(([caller, set]) => [caller, [...set].sort()]));
}

function environmentOf(endpoint: string, instance: string): Record<string, string> {
  const names = ['S3', 'SNS', 'SQS', 'DYNAMODB', 'SSM', 'SECRETS_MANAGER', 'CLOUDTRAIL', 'STS', 'SFN', 'CLOUDWATCH'];
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: instance,
    AWS_SECRET_ACCESS_KEY: 'local',
    ...Object.fromEntries(names.map((name) => [`AWS_ENDPOINT_URL_${name}`, endpoint])),
    // For services not named above: nothing ever leaves this machine.
    AWS_ENDPOINT_URL: endpoint,
  };
}

function clientsOf(endpoint: string): Clients {
  const options = { endpoint, region: REGION, credentials: { accessKeyId: HARNESS, secretAccessKey: 'local' } };
  return {
    s3: new S3Client(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    dynamodb: new DynamoDBClient(options),
  };
}
