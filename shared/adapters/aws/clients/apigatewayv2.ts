import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { type Connection, connected } from './connection.ts';

export function apiGatewayV2Client(connection?: Connection): ApiGatewayV2Client {
  return new ApiGatewayV2Client(connected(connection));
}
