import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf } from '../../shared/adapters/aws/dynamo-keys.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { activityOf } from '../state/made.ts';
import { type Dynalite, startDynalite } from './dynalite.ts';
import { behaviour, days, noise, register, texts, window } from './items.ts';
import { meddle } from './meddling.ts';

const NOW = Date.UTC(2027, 0, 1);
let dynamo: Dynalite;
let table = '';
let now = NOW;
beforeAll(async () => {
  dynamo = await startDynalite();
});
beforeEach(async () => {
  table = await dynamo.table();
  now = NOW;
});
afterAll(() => dynamo.close());

const open = (remember?: { items: number; maxAge: number }, client = dynamo.client) =>
  new DynamoStateStore({ client, table, clock: () => now, remember });
const many = (count: number): Map<string, StateItem> =>
  new Map(Array.from({ length: count }, (_, index) => [`R#${index}`, register([[index, 'e', 'v']])]));

describe('what DynamoStateStore costs', () => {
  it('reads a hundred keys a request, each once, and writes each item once', async () => {
    const client = dynamo.connect();
    const calls = meddle(client, () => 'pass');
    const store = open(undefined, client);
    const items = many(250);
    expect(texts(await store.merge(items))).toEqual(texts(items));
    expect(Object.fromEntries(calls)).toEqual({ BatchGetItemCommand: 3, PutItemCommand: 250 });
    expect(store.used).toMatchObject({ requests: 253, reads: 250, writes: 250, writeUnits: 250, conflicts: 0 });
    expect(texts(await store.read([...items.keys(), ...items.keys(), 'R#none']))).toEqual(texts(items));
    expect(calls.get('BatchGetItemCommand')).toBe(6);
    expect(store.used.reads).toBe(501);
  });

  it('writes nothing when everything is known already, whatever part of it is told again, and after trimming too', async () => {
    const entries = [1, 2, 3].map((n): [number, string, string] => [n * 1000, `e${n}`, `v${n}`]);
    const items = new Map<string, StateItem>([
      ['W#a', window(entries, 1e6)],
      ['R#a', register(entries)],
      ['D#a', days({ '*': [1, 2], x: [2] })],
      ...Object.entries(behaviour(20_000, ['ax', 'ay'])),
      ['H#1#a', activityOf(1, ['ax'])],
    ]);
    await open().merge(items);
    const store = open();
    await store.merge(items);
    await store.merge(new Map([['W#a', window(entries.slice(1, 2), 1e6)]]));
    await store.trim(1_001_001);
    const trimmed = await store.merge(new Map([['W#a', window(entries.slice(2), 1e6)]]));
    expect(texts(trimmed)).toEqual(texts(new Map([['W#a', window(entries.slice(1), 1e6)]])));
    expect(store.used.writes).toBe(0);
    const asked = await store.merge(new Map([['R#a', register([])]]));
    expect(asked.get('R#a')).toEqual(items.get('R#a'));
    expect(store.used.writes).toBe(0);
  });

  it('writes what waits without reading, and reads when it was there', async () => {
    const items = new Map<string, StateItem>([['H#1#digest', activityOf(1, ['ax'])]]);
    const store = open();
    await store.merge(items);
    expect(store.used).toMatchObject({ requests: 1, reads: 0, writes: 1 });
    expect(texts(await store.merge(items))).toEqual(texts(items));
    expect(store.used).toMatchObject({ reads: 1, writes: 1, conflicts: 1 });
  });

  it('gets everything of an answer that is too large for one response', async () => {
    const items = new Map(Array.from({ length: 14 }, (_, i) => [`R#${i}`, register([[i, 'e', noise(200_000, i)]])]));
    await open().merge(items);
    const store = open();
    expect(texts(await store.read(items.keys()))).toEqual(texts(items));
    expect(store.used.requests, 'more than one').toBeGreaterThan(1);
  });

  it('lists a partition that is too large for one response', async () => {
    const { pk } = addressOf('A#1#p0');
    const keys = Array.from({ length: 400 }, (_, index) => `A#1#p${index}`).filter((key) => addressOf(key).pk === pk);
    const items = new Map<string, StateItem>(
      keys.slice(0, 8).map((key, i) => [key, activityOf(1, [noise(200_000, i)])]),
    );
    expect(items.size).toBe(8);
    await open().merge(items);
    const store = open();
    expect(texts(await store.ofDay('A', 1))).toEqual(texts(items));
    expect(store.used.requests).toBeGreaterThan(16);
  });

  it('may remember what changes once a day, for so long and so much of it', async () => {
    const items = new Map(Object.entries(behaviour(20_000, ['ax'])));
    const later = new Map(Object.entries(behaviour(20_000, ['ay'])));
    const keys = [...items.keys(), 'P#nobody'];
    const store = open({ items: 10, maxAge: 1000 });
    await open().merge(items);
    await store.read(keys);
    await open().merge(later);
    const { reads } = store.used;
    now += 999;
    const view = await store.read(keys);
    expect(store.used.reads - reads, 'activities change all day').toBe(1);
    expect(view.get('P#k')).toEqual(items.get('P#k'));
    expect(view.has('P#nobody')).toBe(false);
    now += 1;
    expect(texts(await store.read(keys))).toEqual(texts(await open().read(keys)));
    expect(store.used.reads - reads).toBe(1 + 5);
    await store.read(Array.from({ length: 10 }, (_, index) => `P#other${index}`));
    await store.read(['P#k']);
    expect(store.used.reads - reads, 'others took its place').toBe(1 + 5 + 11);
  });

  it('may take days that are all stored for known, as long as it remembers them, and no other', async () => {
    const store = open({ items: 10, maxAge: 1000 });
    const item = (...on: number[]) => new Map([['D#a', days({ x: on })]]);
    await store.merge(item(1, 2));
    await open().merge(new Map([['D#a', days({ y: [1] })]]));
    const { requests } = store.used;
    now += 600;
    expect(texts(await store.merge(item(2)))).toEqual(texts(item(1, 2)));
    expect(store.used.requests).toBe(requests);
    expect(texts(await store.merge(item(3)))).toEqual(texts(new Map([['D#a', days({ x: [1, 2, 3], y: [1] })]])));
    await open().merge(item(4));
    now += 600;
    await store.merge(item(1));
    now += 400;
    const fresh = texts(new Map([['D#a', days({ x: [1, 2, 3, 4], y: [1] })]]));
    expect(texts(await store.merge(item(1))), 'being asked again does not keep it young').toEqual(fresh);
    await open().merge(item(5));
    expect(texts(await store.read(['D#a']))).toEqual(fresh);
    now += 1000;
    expect(texts(await store.read(['D#a']))).toEqual(texts(await open().read(['D#a'])));
    const window1 = new Map([['W#a', window([[1, 'e', 'v']], 1e9)]]);
    await store.merge(window1);
    const before = store.used.requests;
    await store.merge(window1);
    expect(store.used.requests).toBe(before + 1);
  });

  it('never takes what it remembers for what is stored when it merges', async () => {
    const store = open({ items: 10, maxAge: 1e9 });
    const [first, second, third] = ['ax', 'ay', 'az'].map((v) => new Map(Object.entries(behaviour(20_000, [v]))));
    await store.merge(first ?? new Map());
    await open().merge(second ?? new Map());
    const merged = await store.merge(third ?? new Map());
    const profile = merged.get('P#k');
    expect(profile?.kind === 'profile' ? [...profile.values.keys()].sort() : []).toEqual(['ax', 'ay', 'az']);
    expect((await store.read(['P#k'])).get('P#k'), 'what it merged it knows').toEqual(profile);
  });
});
