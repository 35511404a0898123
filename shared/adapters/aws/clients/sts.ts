import { STSClient } from '@aws-sdk/client-sts';
import { type Connection, connected } from './connection.ts';

export function stsClient(connection?: Connection): STSClient {
  return new STSClient(connected(connection));
}
