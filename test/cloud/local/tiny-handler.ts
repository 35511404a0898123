import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** A function that does with each object what ours do: read, remember, tell. It proves the harness, not the product. */

const s3 = new S3Client();
const dynamodb = new DynamoDBClient();
const sns = new SNSClient();

export async function handler(event: SQSEvent | { readonly say: string }): Promise<unknown> {
  if (!('Records' in event)) return answer(event.say);
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { body, messageId } of event.Records) {
    try {
      await handle(body);
    } catch (error) {
      process.stdout.write(`${messageId}: ${error}\n`);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  process.stdout.write(`${JSON.stringify(embedded(event.Records.length - batchItemFailures.length))}\n`);
  return { batchItemFailures };
}

function answer(say: string): unknown {
  if (say === 'throw') throw new RangeError('asked to');
  if (say === 'hang') return new Promise(() => setInterval(() => {}, 1000));
  return { said: say, key: process.env['AWS_ACCESS_KEY_ID'], home: process.env['HOME'] };
}

async function handle(body: string): Promise<void> {
  const { Records = [], Message, detail } = JSON.parse(body);
  if (Message !== undefined) return handle(Message);
  const { bucket, object } = detail ?? Records[0].s3;
  const key = detail === undefined ? decodeURIComponent(object.key.replaceAll('+', ' ')) : object.key;
  const { Body, ContentEncoding = 'none' } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
  const text = (await Body?.transformToString()) ?? '';
  if (text === 'poison') throw new Error('poison');
  const Item = { pk: { S: key }, sk: { S: 'text' }, text: { S: `${ContentEncoding}: ${text}` } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env['TABLE'], Item }));
  const bodies = { default: `default ${text}`, email: `mail ${text}`, sqs: `queue ${text}` };
  const TopicArn = process.env['ALERTS_TOPIC_ARN'];
  const publish = { TopicArn, Subject: text, MessageStructure: 'json', Message: JSON.stringify(bodies) };
  await sns.send(new PublishCommand(publish));
}

function embedded(objects: number): object {
  const Metrics = [{ Name: 'Objects', Unit: 'Count' }];
  const CloudWatchMetrics = [{ Namespace: 'Test', Dimensions: [['service']], Metrics }];
  return { _aws: { Timestamp: 0, CloudWatchMetrics }, service: 'tiny', Objects: objects };
}
