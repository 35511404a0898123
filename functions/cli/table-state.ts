import { dynamoDbClient } from '../../shared/adapters/aws/clients/dynamodb.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import type { StateStore } from '../../shared/state/store.ts';

/** State in a DynamoDB table, as the deployed pipeline keeps it. */
export function tableState(table: string): StateStore {
  return new DynamoStateStore({ client: dynamoDbClient({ maxAttempts: 8 }), table, clock: Date.now });
}
