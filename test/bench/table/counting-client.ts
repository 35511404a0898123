import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';

type Row = Record<string, AttributeValue>;

/** What was asked of one kind of key. */
export interface Asked {
  readUnits: number;
  writeUnits: number;
  /** Items. */
  reads: number;
  writes: number;
  /** Writes that were refused because somebody was faster. */
  conflicts: number;
  /** Stored bytes of the largest item that was written. */
  largest: number;
}

/** What a table is asked, by kind of key and in all. */
export interface Counts {
  readonly byKind: Map<string, Asked>;
  requests: number;
}

/** Most bytes that one answer to a query holds. */
const PAGE = 2 ** 20;
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

/**
 * A table in memory behind the client's `send`, for as much of DynamoDB as we ask: fast enough to count a month of files. Units are reckoned
 * from the size of items as DynamoDB documents it; test/live/counting-client.test.ts holds them against dynalite. `delay`: ms that a request takes.
 */
export class CountingTable {
  readonly counts: Counts = { byKind: new Map(), requests: 0 };
  delay: number | undefined;
  readonly #partitions = new Map<string, Map<string, Row>>();

  /** A client of this table; other commands than ours throw. */
  get client(): DynamoDBClient {
    return { send: (command: unknown) => this.#send(command) } as unknown as DynamoDBClient;
  }

  /** Bytes of all items, and how many there are. */
  get stored(): { readonly items: number; readonly bytes: number } {
    const rows = [...this.#partitions.values()].flatMap((rows) => [...rows.values()]);
    return { items: rows.length, bytes: rows.reduce((sum, row) => sum + sizeOf(row), 0) };
  }

  async #send(command: unknown): Promise<unknown> {
    this.counts.requests += 1;
    if (this.delay !== undefined) await pause(this.delay);
    if (command instanceof BatchGetItemCommand) return this.#batchGet(command);
    if (command instanceof PutItemCommand) return this.#put(command);
    if (command instanceof QueryCommand) return this.#query(command);
    if (command instanceof DeleteItemCommand) return this.#delete(command);
    throw new Error(`not a request that the pipeline makes: ${String(command)}`);
  }

  #batchGet({ input }: BatchGetItemCommand) {
    const [[table, { Keys: keys = [], ConsistentRead: isNow }] = ['', {}]] = Object.entries(input.RequestItems ?? {});
    let all = 0;
    const rows = keys.flatMap((key) => {
      const row = this.#rowOf(key);
      const units = Math.max(1, Math.ceil(sizeOf(row ?? {}) / READ_UNIT)) * (isNow ? 1 : 0.5);
      all += units;
      this.#count(row ?? key, { readUnits: units, reads: 1 });
      return row === undefined ? [] : [row];
    });
    return { Responses: { [table]: rows }, ConsumedCapacity: [{ CapacityUnits: all }] };
  }

  #put({
    input: { Item: row = {}, ConditionExpression: condition, ExpressionAttributeValues: values },
  }: PutItemCommand) {
    const before = this.#rowOf(row);
    const version = values?.[':ver']?.N;
    const fits =
      version === undefined ? condition === undefined || before === undefined : before?.['ver']?.N === version;
    const bytes = Math.max(sizeOf(row), sizeOf(before ?? {}));
    const units = Math.max(1, Math.ceil((fits ? bytes : sizeOf(before ?? {})) / WRITE_UNIT));
    this.#count(row, fits ? { writeUnits: units, writes: 1, largest: bytes } : { writeUnits: units, conflicts: 1 });
    if (!fits) throw new ConditionalCheckFailedException({ message: 'refused', $metadata: {} });
    const partition = this.#partitions.get(textOf(row['pk'])) ?? new Map<string, Row>();
    this.#partitions.set(textOf(row['pk']), partition);
    partition.set(textOf(row['sk']), row);
    return { ConsumedCapacity: { CapacityUnits: units } };
  }

  #query({ input }: QueryCommand) {
    const pk = textOf(input.ExpressionAttributeValues?.[':pk']);
    const after = input.ExclusiveStartKey === undefined ? undefined : textOf(input.ExclusiveStartKey['sk']);
    const rows = [...(this.#partitions.get(pk) ?? new Map<string, Row>())]
      .filter(([sk]) => after === undefined || sk > after)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const page: Row[] = [];
    let bytes = 0;
    for (const [, row] of rows) {
      page.push(row);
      bytes += sizeOf(row);
      if (bytes >= PAGE) break;
    }
    const units = Math.max(1, Math.ceil(bytes / READ_UNIT));
    this.#count({ pk: { S: pk }, sk: { S: '' } }, { readUnits: units, reads: page.length });
    const last = page.at(-1);
    const more =
      page.length < rows.length && last !== undefined ? { pk: { S: pk }, sk: { S: textOf(last['sk']) } } : undefined;
    return { Items: page, LastEvaluatedKey: more, ConsumedCapacity: { CapacityUnits: units } };
  }

  #delete({ input: { Key: key = {} } }: DeleteItemCommand) {
    const units = Math.max(1, Math.ceil(sizeOf(this.#rowOf(key) ?? {}) / WRITE_UNIT));
    this.#count(key, { writeUnits: units });
    this.#partitions.get(textOf(key['pk']))?.delete(textOf(key['sk']));
    return { ConsumedCapacity: { CapacityUnits: units } };
  }

  #rowOf(key: Row): Row | undefined {
    return this.#partitions.get(textOf(key['pk']))?.get(textOf(key['sk']));
  }

  #count(row: Row, more: Partial<Asked>): void {
    const kind = kindOf(row);
    const asked = this.counts.byKind.get(kind) ?? NONE();
    this.counts.byKind.set(kind, asked);
    asked.readUnits += more.readUnits ?? 0;
    asked.writeUnits += more.writeUnits ?? 0;
    asked.reads += more.reads ?? 0;
    asked.writes += more.writes ?? 0;
    asked.conflicts += more.conflicts ?? 0;
    asked.largest = Math.max(asked.largest, more.largest ?? 0);
  }
}

const NONE = (): Asked => ({ readUnits: 0, writeUnits: 0, reads: 0, writes: 0, conflicts: 0, largest: 0 });

function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? '';
}

/** What people would call it: windows and days by their rule, settings by their name, documents by the first part of their key. */
function kindOf(row: Row): string {
  const pk = textOf(row['pk']);
  const key = row['key']?.S ?? textOf(row['sk']);
  if (pk.startsWith('DOC#')) return `document ${/^DOC#([a-z]+)/.exec(pk)?.[1] ?? ''}`;
  if (/^[AHP]#|^PART#/.test(pk)) return pk.slice(0, pk.indexOf('#'));
  const [prefix = '', name = ''] = key.split('#');
  return /^[WODR]$/.test(prefix) ? `${prefix}#${name.replace(/@.*/, '')}` : prefix;
}

/** Bytes of an item: names and values, as DynamoDB's documentation on item sizes has them. */
function sizeOf(row: Row): number {
  return Object.entries(row).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-?0*/, '').length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + valueSize(one), 0);
  return 1;
}
