import { DatabaseSync } from 'node:sqlite';
import { GatetrailError, messageOf } from '../../errors.ts';
import { decodeItem, encodeItem } from '../../state/encode.ts';
import { join } from '../../state/join.ts';
import type { StateItem } from '../../state/kinds.ts';
import type { StateStore, StateView } from '../../state/store.ts';
import { lifetime, trimmed } from '../../state/trim.ts';

// The timeout comes first: another process may be opening the same file, and changing the journal needs a lock.
const SCHEMA = `
  PRAGMA busy_timeout = 10000;
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, item TEXT NOT NULL, keep INTEGER, oldest INTEGER) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS trimmable ON state (oldest + keep) WHERE keep IS NOT NULL;
`;

/** State in one SQLite file, so that a replay can be continued by the next. */
export class SqliteStateStore implements StateStore {
  readonly #db: DatabaseSync;

  /** Opens or creates the file. Throws `config` when it is no database that Gatetrail can use. */
  constructor(file: string) {
    try {
      this.#db = new DatabaseSync(file);
      this.#db.exec(SCHEMA);
    } catch (error) {
      throw new GatetrailError('config', `--store ${file}: ${messageOf(error)}`, error);
    }
  }

  async merge(items: ReadonlyMap<string, StateItem>): Promise<StateView> {
    const merged = new Map<string, StateItem>();
    this.#transaction(() => {
      const get = this.#db.prepare('SELECT item FROM state WHERE key = ?');
      for (const [key, item] of items) {
        const row = get.get(key);
        const joined = row === undefined ? item : join(decodeItem(key, String(row.item)), item);
        this.#put(key, joined);
        merged.set(key, joined);
      }
    });
    return merged;
  }

  async read(keys: Iterable<string>): Promise<StateView> {
    const get = this.#db.prepare('SELECT item FROM state WHERE key = ?');
    const view = new Map<string, StateItem>();
    for (const key of keys) {
      const row = get.get(key);
      if (row !== undefined) view.set(key, decodeItem(key, String(row.item)));
    }
    return view;
  }

  async ofDay(kind: 'A' | 'H', day: number): Promise<StateView> {
    return this.read(this.keys(`${kind}#${day}#`));
  }

  /**
   * All keys that begin so, sorted. Only here and not in the port: who watches live always knows whom it asks about, and a table
   * of DynamoDB, spread by key, could answer only by reading all of it.
   */
  keys(prefix: string): string[] {
    const after = `${prefix.slice(0, -1)}${String.fromCodePoint((prefix.codePointAt(prefix.length - 1) ?? 0) + 1)}`;
    const rows = this.#db.prepare('SELECT key FROM state WHERE key >= ? AND key < ? ORDER BY key').all(prefix, after);
    return rows.map(({ key }) => String(key));
  }

  async trim(time: number): Promise<void> {
    this.#transaction(() => {
      const rows = this.#db
        .prepare('SELECT key, item FROM state WHERE keep IS NOT NULL AND oldest + keep < ?')
        .all(time);
      for (const row of rows) {
        const key = String(row.key);
        const left = trimmed(decodeItem(key, String(row.item)), time);
        if (left === undefined) this.#db.prepare('DELETE FROM state WHERE key = ?').run(key);
        else this.#put(key, left);
      }
    });
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #put(key: string, item: StateItem): void {
    const { keep = null, oldest = null } = lifetime(item) ?? {};
    this.#db
      .prepare('INSERT OR REPLACE INTO state (key, item, keep, oldest) VALUES (?, ?, ?, ?)')
      .run(key, encodeItem(item), keep, oldest);
  }

  #transaction(work: () => void): void {
    // IMMEDIATE: a merge reads before it writes, and two processes may share the file.
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
