import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decodeItem, encodeItem } from '../../state/encode.ts';
import { join } from '../../state/join.ts';
import type { StateItem } from '../../state/kinds.ts';
import type { StateStore, StateView } from '../../state/store.ts';
import { trimmed } from '../../state/trim.ts';
import { AgedValues } from './aged-values.ts';
import { addressOf, idOf, keyInDay, partitionsOf } from './dynamo-keys.ts';
import { AT_ONCE, DynamoTable } from './dynamo-table.ts';
import { DynamoTexts, type Stored } from './dynamo-texts.ts';
import { isDue, ttlOf } from './dynamo-ttl.ts';
import type { Used } from './dynamo-used.ts';
import { inParallel } from './in-parallel.ts';

export interface DynamoStateOptions {
  /** Its retries are the store's: give it `maxAttempts` of 8 or more, so that a throttled minute is waited for. */
  readonly client: DynamoDBClient;
  /** Table with `pk`, `sk` (texts) and TTL on `ttl`. */
  readonly table: string;
  /** ms */
  readonly clock: () => number;
  /**
   * What may be answered from memory, as old as `maxAge` ms, `items` of them: a `read` of profiles, parents and summaries, which
   * change once a day, and of days, of which only the days before an event matter; a `merge` of days that are all stored already.
   * What another writer learns of earlier days is then seen so much later. Absent: it always reads, and as things are now.
   */
  readonly remember?: { readonly items: number; readonly maxAge: number } | undefined;
}

/** Kinds that only sealed days add to, and days. */
const CHANGES_DAILY = /^[PLSD]#/;
/** Told again by nearly every file, and asked of by no detection: what is seen to be stored need not be looked at again. */
const IS_PULSE = /^R#pulse#/;
/** Written once, under a digest of its content: new, but for retries. */
const IS_NEW = /^H#/;

/**
 * State in one DynamoDB table. Every item is joined into what is stored by a conditional write of its own, so any number of writers
 * may meet and a crash leaves some items joined and others not, which a retry completes. What is stored already costs a read and no
 * write.
 *
 * The table's TTL forgets what is too old by the clock. `trim` forgets by the time of events, as a replay needs: it is remembered
 * here, and until it is called again nothing older is given back or written again: runs that share a table need not need the same.
 */
export class DynamoStateStore implements StateStore {
  readonly #table: DynamoTable;
  readonly #texts: DynamoTexts;
  readonly #clock: () => number;
  readonly #remembered: AgedValues<StateItem | undefined> | undefined;
  /** Merges that are done. */
  #merges = 0;
  #trimmedTo = Number.NEGATIVE_INFINITY;

  constructor({ client, table, clock, remember }: DynamoStateOptions) {
    this.#table = new DynamoTable(client, table);
    this.#texts = new DynamoTexts(this.#table, clock);
    this.#clock = clock;
    if (remember !== undefined) this.#remembered = new AgedValues(remember.items, remember.maxAge, clock);
  }

  /** What this store has cost so far. */
  get used(): Readonly<Used> {
    return this.#table.used;
  }

  async merge(items: ReadonlyMap<string, StateItem>): Promise<StateView> {
    const before = this.#merges;
    const remembered = this.#alreadyStored(items);
    const wanted = [...items.keys()].filter((key) => !IS_NEW.test(key) && !remembered.has(key));
    const known = await this.#texts.read(wanted.map(addressOf));
    const merged = await inParallel([...items], AT_ONCE, async ([key, item]): Promise<[string, StateItem]> => {
      return [key, remembered.get(key) ?? (await this.#join(key, item, known.get(idOf(addressOf(key)))))];
    });
    this.#merges += 1;
    // Of merges at once none knows which was the last.
    const isAlone = this.#merges === before + 1;
    for (const [key, item] of merged)
      if (!remembered.has(key)) isAlone ? this.#remember(key, item) : this.#remembered?.forget(key);
    return new Map(merged);
  }

  async read(keys: Iterable<string>): Promise<StateView> {
    const view = new Map<string, StateItem>();
    const wanted: string[] = [];
    for (const key of new Set(keys)) {
      const kept = CHANGES_DAILY.test(key) ? this.#remembered?.get(key) : undefined;
      if (kept === undefined) wanted.push(key);
      else this.#show(view, key, kept.value);
    }
    const merges = this.#merges;
    const [daily, others] = [wanted.filter((key) => this.#maybeOld(key)), wanted.filter((key) => !this.#maybeOld(key))];
    const [old, now] = await Promise.all([
      this.#texts.read(daily.map(addressOf), 'lately'),
      this.#texts.read(others.map(addressOf)),
    ]);
    const stored = new Map([...old, ...now]);
    for (const key of wanted) {
      const item = itemIn(key, stored.get(idOf(addressOf(key))));
      // What was read before a merge must not hide it.
      if (merges === this.#merges) this.#remember(key, item);
      this.#show(view, key, item);
    }
    return view;
  }

  async ofDay(kind: 'A' | 'H', day: number): Promise<StateView> {
    const view = new Map<string, StateItem>();
    const shards = await inParallel(partitionsOf(kind, day), AT_ONCE, (pk) => this.#texts.query(pk));
    for (const [address, stored] of shards.flat()) {
      const key = keyInDay(kind, day, address);
      this.#show(view, key, itemIn(key, stored));
    }
    return view;
  }

  /** Forgets what is remembered between requests: somebody has learnt something. */
  forget(): void {
    this.#remembered?.clear();
  }

  async trim(time: number): Promise<void> {
    this.#trimmedTo = time;
  }

  /** The client is the caller's to close. */
  async close(): Promise<void> {}

  async #join(key: string, item: StateItem, known: Stored | undefined): Promise<StateItem> {
    let joined = item;
    await this.#texts.change(addressOf(key), known, (stored) => {
      const before = itemIn(key, stored);
      const left = before === undefined ? undefined : trimmed(before, this.#trimmedTo);
      joined = left === undefined ? item : join(left, item);
      const ttl = ttlOf(joined, this.#clock());
      // Judged with what trimming would drop: that alone is not worth a write.
      const isKnown = before !== undefined && encodeItem(join(before, item)) === stored?.text;
      return isKnown && !isDue(joined, stored?.ttl, ttl) ? undefined : { text: encodeItem(joined), ttl };
    });
    return joined;
  }

  /** Of these the items that were seen in the table with all that they say: there is nothing to write. */
  #alreadyStored(items: ReadonlyMap<string, StateItem>): Map<string, StateItem> {
    const stored = new Map<string, StateItem>();
    if (this.#remembered === undefined) return stored;
    for (const [key, item] of items) {
      // Days are kept for good: what was stored once is stored. So is an hour of a pulse, until long after it is forgotten here.
      const seen = item.kind === 'days' || IS_PULSE.test(key) ? this.#remembered.get(key)?.value : undefined;
      if (seen !== undefined && encodeItem(join(seen, item)) === encodeItem(seen)) stored.set(key, seen);
    }
    return stored;
  }

  #show(view: Map<string, StateItem>, key: string, item: StateItem | undefined): void {
    const left = item === undefined ? undefined : trimmed(item, this.#trimmedTo);
    if (left !== undefined) view.set(key, left);
  }

  #remember(key: string, item: StateItem | undefined): void {
    if (CHANGES_DAILY.test(key) || IS_PULSE.test(key)) this.#remembered?.set(key, item);
  }

  /** Whether it does no harm to read it as it was a moment ago: who remembers it for minutes can't mind. */
  #maybeOld(key: string): boolean {
    return this.#remembered !== undefined && CHANGES_DAILY.test(key);
  }
}

function itemIn(key: string, stored: Stored | undefined): StateItem | undefined {
  return stored?.text === undefined ? undefined : decodeItem(key, stored.text);
}
