import { LambdaClient } from '@aws-sdk/client-lambda';
import { type Connection, connected } from './connection.ts';

export function lambdaClient(connection?: Connection): LambdaClient {
  return new LambdaClient(connected(connection));
}
