import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

/** Everything in a table, as DynamoDB has it. */
export async function rowsIn(client: DynamoDBClient, table: string): Promise<Record<string, AttributeValue>[]> {
  const rows: Record<string, AttributeValue>[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: from }));
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}

/** How the partitions of these rows begin, each once, sorted. */
export function kindsOf(rows: readonly Record<string, AttributeValue>[]): string[] {
  return [...new Set(rows.map(({ pk }) => pk?.S?.split('#')[0] ?? ''))].sort();
}
