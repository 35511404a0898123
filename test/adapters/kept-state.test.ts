import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeptState } from '../../shared/adapters/local/kept-state.ts';
import { SqliteStateStore } from '../../shared/adapters/local/sqlite-state-store.ts';
import type { StateItem } from '../../shared/state/kinds.ts';

const item: StateItem = { kind: 'days', values: new Map([['*', [1]]]) };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-kept-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('lists principals and the last day, whatever else is kept', async () => {
  const file = join(folder, 'state.sqlite');
  const store = new SqliteStateStore(file);
  const keys = ['P#b', 'P#', 'P#a#%_', 'P$', 'O#P#x', 'Q#', 'p#c', 'S#9', 'S#10', 'A#11#b', 'P#\u{10ffff}'];
  await store.merge(new Map(keys.map((key) => [key, item])));
  await store.close();
  const kept = KeptState.open(file);
  expect(kept?.principals()).toEqual(['', 'a#%_', 'b', '\u{10ffff}']);
  expect(kept?.lastDay()).toBe(10);
  await kept?.close();
});

it('knows no day of an empty store, and opens nothing that is not there', async () => {
  const file = join(folder, 'state.sqlite');
  expect(KeptState.open(file)).toBeUndefined();
  expect(existsSync(file)).toBe(false);
  await new SqliteStateStore(file).close();
  const kept = KeptState.open(file);
  expect([kept?.principals(), kept?.lastDay()]).toEqual([[], undefined]);
  await kept?.close();
  for (const store of ['memory', 'dynamodb:table'])
    expect(() => KeptState.open(store)).toThrow(expect.objectContaining({ kind: 'usage' }));
});
