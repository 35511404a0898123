import { randomInt, randomUUID } from 'node:crypto';
import { GatetrailError } from '../../errors.ts';
import { type Address, idOf, partAddress } from './dynamo-keys.ts';
import { addressIn, keyOf, named, nameOf, packed, partsIn, ttlOf, unpacked } from './dynamo-rows.ts';
import { type AsOf, AT_ONCE, backOff, type DynamoTable, type Row } from './dynamo-table.ts';
import { inParallel } from './in-parallel.ts';

/** A text as it is stored. */
export interface Stored {
  /** undefined: its time is up and pieces of it are gone already. */
  readonly text: string | undefined;
  /** Random, so that no version is ever there twice, not even after TTL removed the item and it was written anew. */
  readonly ver: number;
  /** Ids of the pieces of a text that is too large for one item. */
  readonly parts: readonly string[];
  /** When DynamoDB may remove it, epoch seconds; undefined: never. */
  readonly ttl: number | undefined;
}
/** What shall be stored. */
export interface Wanted {
  readonly text: string;
  readonly ttl: number | undefined;
}

/** Deflated bytes in one item: DynamoDB takes 400 KB with all names. */
const PART_BYTES = 300 * 1024;
/** How often a text may be replaced by others while it is read. */
const MOST_READS = 10;
/** How often others may be faster. At a tenth of this a table would be unusable already. */
const MOST_TRIES = 500;
const VERSIONS = 2 ** 48 - 1;

/**
 * Texts in a table, one item each: `z` the deflated text, `ver` its version, `ttl`. A text over 300 KB deflated lies in pieces of
 * its own, which the item names in `parts`.
 *
 * Pieces are written before the item that names them, never changed, and their ids are never used again: so whoever replaced the
 * item may delete the pieces of the version it replaced. A reader that still holds the old item finds pieces missing, reads
 * the item again and finds the new one. A crash between the two leaves pieces behind, which cost storage and harm nobody; where
 * the text has a ttl, they have the same.
 */
export class DynamoTexts {
  readonly #table: DynamoTable;
  readonly #clock: () => number;

  /** `clock` in ms. */
  constructor(table: DynamoTable, clock: () => number) {
    this.#table = table;
    this.#clock = clock;
  }

  /** What is stored at these addresses, by `idOf`; an address without a text is absent. */
  async read(addresses: readonly Address[], asOf?: AsOf): Promise<Map<string, Stored>> {
    return this.#stored(await this.#table.get(addresses, asOf));
  }

  async readOne(address: Address): Promise<Stored | undefined> {
    return (await this.read([address])).get(idOf(address));
  }

  /** All texts of a partition, with their addresses. */
  async query(pk: string): Promise<[Address, Stored][]> {
    const rows = await this.#table.query(pk);
    const byId = new Map(rows.map((row) => [idOf(addressIn(row)), row]));
    const stored = await this.#stored(byId);
    return [...stored].map(([id, one]) => [addressIn(byId.get(id) ?? {}), one]);
  }

  /**
   * Compare and set: asks what shall be, given what is stored (first: `known`), until nobody else was faster. `wanted` gives
   * undefined to leave it as it is. Throws after MOST_TRIES.
   */
  async change(
    address: Address,
    known: Stored | undefined,
    wanted: (stored: Stored | undefined) => Wanted | undefined,
  ): Promise<void> {
    let stored = known;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const next = wanted(stored);
      if (next === undefined) return;
      const written = await this.#write(address, stored, next);
      if (written.isDone) return this.#removeParts(stored?.parts);
      await backOff(tries);
      const now = await this.readOne(address);
      // Refused may also mean that an earlier try of the SDK arrived and only its answer was lost.
      if (now?.ver === written.ver) return this.#removeParts(stored?.parts);
      await this.#removeParts(written.parts);
      stored = now;
    }
    throw new GatetrailError('input', `${named(address)}: others were faster ${MOST_TRIES} times, it was not written`);
  }

  async #write(
    address: Address,
    before: Stored | undefined,
    { text, ttl }: Wanted,
  ): Promise<{ readonly isDone: boolean; readonly ver: number; readonly parts: readonly string[] }> {
    const { bytes, encoding } = packed(text);
    const parts = bytes.length > PART_BYTES ? await this.#writeParts(bytes, ttl) : [];
    const content: Row = parts.length > 0 ? { parts: { L: parts.map((id) => ({ S: id })) } } : { z: { B: bytes } };
    const ver = randomInt(VERSIONS);
    const row = { ...keyOf(address), ...nameOf(address), ...encoding, ...content, ...ttlOf(ttl) };
    const isDone = await this.#table.put({ ...row, ver: { N: String(ver) } }, before?.ver ?? 'absent');
    return { isDone, ver, parts };
  }

  async #writeParts(bytes: Uint8Array, ttl: number | undefined): Promise<string[]> {
    const offsets = Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, index) => index * PART_BYTES);
    return inParallel(offsets, AT_ONCE, async (from) => {
      const id = randomUUID();
      const piece = { B: bytes.subarray(from, from + PART_BYTES) };
      await this.#table.put({ ...keyOf(partAddress(id)), z: piece, ...ttlOf(ttl) }, undefined);
      return id;
    });
  }

  async #removeParts(parts: readonly string[] = []): Promise<void> {
    await this.#table.remove(parts.map(partAddress));
  }

  /** The texts of these rows; rows whose pieces are missing are read again, because somebody has just replaced them. */
  async #stored(given: ReadonlyMap<string, Row>): Promise<Map<string, Stored>> {
    const stored = new Map<string, Stored>();
    let rows = given;
    for (let tries = 1; ; tries += 1) {
      const pieces = await this.#table.get([...rows.values()].flatMap(partsIn).map(partAddress));
      const torn: Address[] = [];
      for (const [id, row] of rows) {
        const one = this.#open(row, pieces);
        if (one === undefined) torn.push(addressIn(row));
        else stored.set(id, one);
      }
      const [first] = torn;
      if (first === undefined) return stored;
      if (tries > MOST_READS)
        throw new GatetrailError('state-unreadable', `${named(first)}: pieces of it are missing from the table`);
      await backOff(tries);
      rows = await this.#table.get(torn);
    }
  }

  /** undefined: a piece is missing that should be there. */
  #open(row: Row, pieces: ReadonlyMap<string, Row>): Stored | undefined {
    const ver = Number(row['ver']?.N);
    const ttl = row['ttl']?.N === undefined ? undefined : Number(row['ttl'].N);
    const parts = partsIn(row);
    const found = parts.map((id) => pieces.get(idOf(partAddress(id)))?.['z']?.B).filter((piece) => piece !== undefined);
    if (found.length === parts.length)
      return { text: unpacked(row, parts.length > 0 ? Buffer.concat(found) : row['z']?.B), ver, parts, ttl };
    // DynamoDB removes what has expired one by one.
    return ttl !== undefined && ttl * 1000 <= this.#clock() ? { text: undefined, ver, parts, ttl } : undefined;
  }
}
