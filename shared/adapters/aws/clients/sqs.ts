import { SQSClient } from '@aws-sdk/client-sqs';
import { type Connection, connected } from './connection.ts';

/** The endpoint comes from the region or AWS_ENDPOINT_URL_SQS, not from a queue's URL: a local cloud's names no real host. */
export function sqsClient(connection?: Connection): SQSClient {
  return new SQSClient({ ...connected(connection), useQueueUrlAsEndpoint: false });
}
