import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Connection, connected } from './connection.ts';

export function secretsManagerClient(connection?: Connection): SecretsManagerClient {
  return new SecretsManagerClient(connected(connection));
}
