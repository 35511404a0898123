import { SSMClient } from '@aws-sdk/client-ssm';
import { type Connection, connected } from './connection.ts';

export function ssmClient(connection?: Connection): SSMClient {
  return new SSMClient(connected(connection));
}
