import { SNSClient } from '@aws-sdk/client-sns';
import { type Connection, connected } from './connection.ts';

export function snsClient(connection?: Connection): SNSClient {
  return new SNSClient(connected(connection));
}
