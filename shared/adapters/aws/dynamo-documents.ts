import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Change, Documents } from '../../pipeline/documents.ts';
import { documentAddress } from './dynamo-keys.ts';
import { DynamoTable } from './dynamo-table.ts';
import { DynamoTexts } from './dynamo-texts.ts';
import type { Used } from './dynamo-used.ts';

export interface DynamoDocumentsOptions {
  readonly client: DynamoDBClient;
  /** The table of the state; documents have partitions of their own. */
  readonly table: string;
  /** ms */
  readonly clock: () => number;
  /** When a document may be forgotten (ms since 1970), asked when it is written; undefined: never. */
  readonly until?: ((key: string, text: string) => number | undefined) | undefined;
}

/** Documents in a DynamoDB table. */
export class DynamoDocuments implements Documents {
  readonly #table: DynamoTable;
  readonly #texts: DynamoTexts;
  readonly #until: (key: string, text: string) => number | undefined;

  constructor({ client, table, clock, until = () => undefined }: DynamoDocumentsOptions) {
    this.#table = new DynamoTable(client, table);
    this.#texts = new DynamoTexts(this.#table, clock);
    this.#until = until;
  }

  /** What the documents have cost so far. */
  get used(): Readonly<Used> {
    return this.#table.used;
  }

  async read(key: string): Promise<string | undefined> {
    return (await this.#texts.readOne(documentAddress(key)))?.text;
  }

  async change<T>(key: string, change: (text: string | undefined) => Change<T>): Promise<T> {
    const address = documentAddress(key);
    const answers: Change<T>[] = [];
    await this.#texts.change(address, await this.#texts.readOne(address), (stored) => {
      const answer = change(stored?.text);
      answers[0] = answer;
      const { text } = answer;
      if (text === undefined || text === stored?.text) return undefined;
      const until = this.#until(key, text);
      return { text, ttl: until === undefined ? undefined : Math.ceil(until / 1000) };
    });
    const [last] = answers;
    return (last as Change<T>).result;
  }
}
