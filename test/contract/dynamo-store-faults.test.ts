import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { type Dynalite, startDynalite } from './dynalite.ts';
import { days, noise, register, texts, window } from './items.ts';
import { meddle } from './meddling.ts';

const NOW = Date.UTC(2027, 0, 1);
let dynamo: Dynalite;
let table = '';
beforeAll(async () => {
  dynamo = await startDynalite();
});
beforeEach(async () => {
  table = await dynamo.table();
});
afterAll(() => dynamo.close());

const open = (client = dynamo.client) => new DynamoStateStore({ client, table, clock: () => NOW });

function entriesOf(item: StateItem | undefined): string[] {
  return item?.kind === 'window' ? item.entries.map(({ value }) => value) : [];
}

describe('DynamoStateStore among others and under faults', () => {
  it('loses nothing when two stores merge one key fifty times each at once', async () => {
    const stores = [open(), open(dynamo.connect())];
    const merges = Array.from({ length: 100 }, (_, index) =>
      stores[index % 2]?.merge(new Map([['W#hot', window([[index * 60_000, `e${index}`, `v${index}`]], 1e9)]])),
    );
    const views = await Promise.all(merges);
    const left = entriesOf((await open().read(['W#hot'])).get('W#hot'));
    expect(left.length).toBe(100);
    expect(Math.max(...stores.map(({ used }) => used.conflicts))).toBeGreaterThan(0);
    // Each was given what had been joined when its own write went through: one after the other, all of it at last.
    const sizes = views.map((view) => entriesOf(view?.get('W#hot')).length).sort((a, b) => a - b);
    expect(sizes).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('loses nothing when every fifth request is throttled', async () => {
    const client = dynamo.connect();
    const calls = meddle(client, (_, call) => (call % 5 === 0 ? 'throttle' : 'pass'));
    const keys = Array.from({ length: 40 }, (_, index) => `D#k${index % 20}`);
    const store = open(client);
    await Promise.all(keys.map((key, index) => store.merge(new Map([[key, days({ [`v${index}`]: [index] })]]))));
    const view = await store.read(keys);
    const values = [...view.values()].flatMap((item) => (item.kind === 'days' ? [...item.values.keys()] : []));
    expect(new Set(values).size).toBe(40);
    expect(calls.get('PutItemCommand')).toBeGreaterThan(40);
  });

  it('says so when the table stays throttled, and finds everything when it is tried again', async () => {
    const client = dynamo.connect(2);
    let isThrottled = false;
    meddle(client, (command) => (isThrottled && command === 'PutItemCommand' ? 'throttle' : 'pass'));
    const store = open(client);
    const items = new Map<string, StateItem>([['R#a', register([[1, 'e', 'v']])]]);
    await store.merge(new Map([['R#before', register([[1, 'e', 'v']])]]));
    isThrottled = true;
    await expect(store.merge(items)).rejects.toThrow('slow down');
    isThrottled = false;
    await store.merge(items);
    expect(texts(await open().read(['R#a']))).toEqual(texts(items));
  });

  it('is not misled when a write arrives and only its answer is lost, large items included', async () => {
    const client = dynamo.connect();
    meddle(client, (command, call) => (command === 'PutItemCommand' && call % 2 === 0 ? 'lose the answer' : 'pass'));
    const store = open(client);
    for (const index of [0, 1, 2]) {
      await store.merge(new Map([['W#a', window([[index, `e${index}`, `v${index}`]], 1e9)]]));
      await store.merge(new Map([['R#large', register([[index, `e${index}`, noise(1_200_000, index)]])]]));
    }
    const view = await open().read(['W#a', 'R#large']);
    expect(entriesOf(view.get('W#a'))).toEqual(['v0', 'v1', 'v2']);
    const large = view.get('R#large');
    expect(large?.kind === 'register' ? large.entries.map(({ value }) => value.length) : []).toEqual(
      Array.from({ length: 3 }, () => 1_200_000),
    );
  });
});
