import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type Connection, connected } from './connection.ts';

export function cloudTrailClient(connection?: Connection): CloudTrailClient {
  return new CloudTrailClient(connected(connection));
}
