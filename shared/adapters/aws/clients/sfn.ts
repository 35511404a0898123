import { SFNClient } from '@aws-sdk/client-sfn';
import { type Connection, connected } from './connection.ts';

export function sfnClient(connection?: Connection): SFNClient {
  return new SFNClient(connected(connection));
}
