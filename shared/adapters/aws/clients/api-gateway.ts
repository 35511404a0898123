import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { type Connection, connected } from './connection.ts';

export function apiGatewayClient(connection?: Connection): APIGatewayClient {
  return new APIGatewayClient(connected(connection));
}
