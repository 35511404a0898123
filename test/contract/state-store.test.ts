import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteStateStore } from '../../shared/adapters/local/sqlite-state-store.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { days, register } from './items.ts';
import { stateStoreContract } from './state-store.ts';

stateStoreContract('MemoryStateStore', async () => {
  // Every connection sees the one memory, until all are closed.
  let memory = new MemoryStateStore();
  let connections = 0;
  const close = async (): Promise<void> => {
    connections -= 1;
    if (connections === 0) memory = new MemoryStateStore();
  };
  return {
    keeps: false,
    open: async () => {
      connections += 1;
      return {
        merge: (items) => memory.merge(items),
        read: (keys) => memory.read(keys),
        ofDay: (kind, day) => memory.ofDay(kind, day),
        trim: (time) => memory.trim(time),
        close,
      };
    },
    remove: async () => {},
  };
});

const STORE = new URL('../../shared/adapters/local/sqlite-state-store.ts', import.meta.url).href;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

stateStoreContract('SqliteStateStore', async () => ({
  keeps: true,
  open: async () => new SqliteStateStore(join(folder, 'state.sqlite')),
  remove: async () => {},
}));

describe('SqliteStateStore', () => {
  it('says which file is no database', () => {
    const file = join(folder, 'other.sqlite');
    writeFileSync(file, 'this is a text file, not a database, and long enough to be one\n'.repeat(20));
    expect(() => new SqliteStateStore(file)).toThrow(expect.objectContaining({ kind: 'config' }));
    expect(() => new SqliteStateStore(file)).toThrow(file);
    expect(() => new SqliteStateStore(join(folder, 'no', 'such', 'folder.sqlite'))).toThrow(
      expect.objectContaining({ kind: 'config' }),
    );
  });

  it('names the key of an item that something else wrote, and changes nothing of that merge', async () => {
    const file = join(folder, 'state.sqlite');
    const store = new SqliteStateStore(file);
    await store.merge(new Map([['R#good', register([[1, 'e', 'v']])]]));
    const db = new DatabaseSync(file);
    db.exec(`INSERT INTO state (key, item) VALUES ('R#foreign', '{"k":"x"}'), ('R#text', 'no json')`);
    db.close();
    for (const key of ['R#foreign', 'R#text'])
      await expect(store.read([key])).rejects.toThrow(expect.objectContaining({ kind: 'state-unreadable' }));
    await expect(store.read(['R#foreign'])).rejects.toThrow('R#foreign');
    const both = new Map<string, StateItem>([
      ['D#first', days({ x: [1] })],
      ['R#foreign', register([[1, 'e', 'v']])],
    ]);
    await expect(store.merge(both)).rejects.toThrow('R#foreign');
    expect((await store.read(['R#good', 'D#first'])).size).toBe(1);
    await store.close();
  });

  it('waits while another process has the file, also when it opens it first', async () => {
    const file = join(folder, 'state.sqlite');
    const other = new DatabaseSync(file);
    other.exec('BEGIN EXCLUSIVE');
    const script = `
      import { SqliteStateStore } from ${JSON.stringify(STORE)};
      process.stdout.write('opening');
      const store = new SqliteStateStore(process.argv[1]);
      const view = await store.merge(new Map([['D#k', { kind: 'days', values: new Map([['v', [1]]]) }]]));
      process.stdout.write(' merged ' + view.size);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, file]);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
      if (out === 'opening') other.exec('COMMIT');
    });
    const [code] = await once(child, 'close');
    other.close();
    expect({ code, out }).toEqual({ code: 0, out: 'opening merged 1' });
  });

  it('throws when it is closed, and does not pretend to be empty', async () => {
    const store = new SqliteStateStore(join(folder, 'state.sqlite'));
    await store.close();
    await expect(store.read(['R#a'])).rejects.toThrow();
    await expect(store.merge(new Map([['R#a', register([[1, 'e', 'v']])]]))).rejects.toThrow();
    await expect(store.trim(0)).rejects.toThrow();
  });
});
