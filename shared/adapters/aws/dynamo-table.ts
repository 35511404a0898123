import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { GatetrailError } from '../../errors.ts';
import { type Address, idOf } from './dynamo-keys.ts';
import { nothingUsed, type Used } from './dynamo-used.ts';
import { inParallel } from './in-parallel.ts';

export type Row = Record<string, AttributeValue>;
/** What must hold for a write: the item is absent, or of this version. */
export type Condition = 'absent' | number;
/** DynamoDB's consistent reads, or its eventually consistent ones. */
export type AsOf = 'now' | 'lately';

/** DynamoDB's limit of keys in one BatchGetItem. */
const KEYS_A_REQUEST = 100;
/** Requests at a time: as many as the SDK keeps connections for with room to spare. */
export const AT_ONCE = 16;
/** Rounds that may give nothing at all before reading is given up. */
const MOST_IDLE_ROUNDS = 20;

/** One DynamoDB table with `pk` and `sk`, by the few requests we need. Errors of the SDK, after its own retries, go on to the caller. */
export class DynamoTable {
  readonly used: Used = nothingUsed();
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** The items at these addresses, none twice, by `idOf`: as they are now, or at half the price as they were at most seconds ago. */
  async get(wanted: readonly Address[], asOf: AsOf = 'now'): Promise<Map<string, Row>> {
    const found = new Map<string, Row>();
    const batches = Array.from({ length: Math.ceil(wanted.length / KEYS_A_REQUEST) }, (_, index) =>
      wanted.slice(index * KEYS_A_REQUEST, (index + 1) * KEYS_A_REQUEST),
    );
    await inParallel(batches, AT_ONCE, (batch) => this.#getBatch(batch, asOf, found));
    this.used.reads += wanted.length;
    return found;
  }

  /** All items of a partition as they are now. */
  async query(pk: string): Promise<Row[]> {
    const rows: Row[] = [];
    let from: Row | undefined;
    do {
      const answer = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
          ConsistentRead: true,
          ReturnConsumedCapacity: 'TOTAL',
          ExclusiveStartKey: from,
        }),
      );
      this.#count('readUnits', answer.ConsumedCapacity);
      rows.push(...(answer.Items ?? []));
      from = answer.LastEvaluatedKey;
    } while (from !== undefined);
    this.used.reads += rows.length;
    return rows;
  }

  /** Writes the item; false: the condition does not hold, nothing was written. */
  async put(row: Row, condition: Condition | undefined): Promise<boolean> {
    try {
      const answer = await this.#client.send(
        new PutItemCommand({
          TableName: this.#name,
          Item: row,
          ReturnConsumedCapacity: 'TOTAL',
          ...(condition === 'absent' ? { ConditionExpression: 'attribute_not_exists(pk)' } : {}),
          ...(typeof condition === 'number'
            ? { ConditionExpression: 'ver = :ver', ExpressionAttributeValues: { ':ver': { N: String(condition) } } }
            : {}),
        }),
      );
      this.#count('writeUnits', answer.ConsumedCapacity);
      this.used.writes += 1;
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      this.used.requests += 1;
      this.used.conflicts += 1;
      // DynamoDB charges for it and does not say how much.
      this.used.writeUnits += Math.ceil((row['z']?.B?.length ?? 0) / 1024) || 1;
      return false;
    }
  }

  /** Removes items that nobody refers to any more: as well as it can, because nothing is wrong when some stay. */
  async remove(addresses: readonly Address[]): Promise<void> {
    await inParallel(addresses, AT_ONCE, async ({ pk, sk }) => {
      try {
        const answer = await this.#client.send(
          new DeleteItemCommand({
            TableName: this.#name,
            Key: { pk: { S: pk }, sk: { S: sk } },
            ReturnConsumedCapacity: 'TOTAL',
          }),
        );
        this.#count('writeUnits', answer.ConsumedCapacity);
        this.used.deletes += 1;
      } catch {
        this.used.leftovers += 1;
      }
    });
  }

  async #getBatch(batch: readonly Address[], asOf: AsOf, found: Map<string, Row>): Promise<void> {
    let keys: Row[] = batch.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    for (let idle = 0; keys.length > 0; ) {
      const answer = await this.#client.send(
        new BatchGetItemCommand({
          RequestItems: { [this.#name]: { Keys: keys, ConsistentRead: asOf === 'now' } },
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      for (const capacity of answer.ConsumedCapacity ?? [{}]) this.#count('readUnits', capacity);
      const rows = answer.Responses?.[this.#name] ?? [];
      for (const row of rows) found.set(idOf({ pk: row['pk']?.S ?? '', sk: row['sk']?.S ?? '' }), row);
      const left = answer.UnprocessedKeys?.[this.#name]?.Keys ?? [];
      idle = left.length < keys.length ? 0 : idle + 1;
      keys = left;
      if (idle > MOST_IDLE_ROUNDS)
        throw new GatetrailError('input', `table ${this.#name}: ${keys.length} items stay unread, it is throttled`);
      if (keys.length > 0) await backOff(idle);
    }
  }

  #count(units: 'readUnits' | 'writeUnits', capacity: ConsumedCapacity | undefined): void {
    this.used.requests += 1;
    this.used[units] += capacity?.CapacityUnits ?? 0;
  }
}

const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 1000;

/** Waits before the next try: full jitter, so that those who met once do not meet again. Backoff of the AWS architecture blog. */
export async function backOff(tries: number): Promise<void> {
  await pause(Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(tries, 20)));
}
