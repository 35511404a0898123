import { keptUntil } from '../../live/keeping.ts';
import type { Documents } from '../../pipeline/documents.ts';
import { dynamoDbClient } from './clients/dynamodb.ts';
import { DynamoDocuments } from './dynamo-documents.ts';

/** The documents of a deployed pipeline by its table's name; region, credentials and endpoint as every SDK client finds them. */
export function tableDocuments(table: string, clock: () => number): Documents {
  return new DynamoDocuments({
    client: dynamoDbClient({ maxAttempts: 8 }),
    table,
    clock,
    until: (key) => keptUntil(key, clock()),
  });
}
