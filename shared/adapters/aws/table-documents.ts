import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Documents } from '../../pipeline/documents.ts';
import { DynamoDocuments } from './dynamo-documents.ts';

/** How long the table remembers what was posted to Slack: an incident ends within a day, and dead letters are kept for 14. */
const SLACK_KEPT = 90 * 24 * 3600 * 1000;

/** The documents of a deployed pipeline by its table's name; region, credentials and endpoint as every SDK client finds them. */
export function tableDocuments(table: string, clock: () => number): Documents {
  return new DynamoDocuments({
    client: new DynamoDBClient(),
    table,
    clock,
    until: (key) => (key.startsWith('slack#') ? clock() + SLACK_KEPT : undefined),
  });
}
