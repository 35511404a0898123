import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Connection, connected } from './connection.ts';

export function dynamoDbClient(connection?: Connection): DynamoDBClient {
  return new DynamoDBClient(connected(connection));
}
