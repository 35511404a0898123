import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, idOf } from '../../shared/adapters/aws/dynamo-keys.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { DAY } from '../../shared/cloudtrail/time.ts';
import { digestOf } from '../../shared/id.ts';
import { join } from '../../shared/state/join.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { activityOf } from '../state/made.ts';
import { type Dynalite, startDynalite } from './dynalite.ts';
import { days, noise, register, texts, window } from './items.ts';
import { rowsIn } from './rows.ts';

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

const open = () => new DynamoStateStore({ client: dynamo.client, table, clock: () => now });
const rows = () => rowsIn(dynamo.client, table);
const parts = async () => (await rows()).filter(({ pk }) => pk?.S?.startsWith('PART#'));
const large = (seed: number): [string, StateItem] => ['R#large', register([[seed, `e${seed}`, noise(900_000, seed)]])];

describe('what DynamoStateStore leaves in the table', () => {
  it('spreads the principals of a day over partitions and any other item over the table', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `A#20000#111111111111/role/app-${index}`);
    const others = keys.map((key) => key.replace('A#20000#', 'P#'));
    expect(new Set(keys.map((key) => addressOf(key).pk)).size).toBe(16);
    expect(new Set(others.map((key) => addressOf(key).pk)).size).toBe(200);
    expect(addressOf('A#20000#x')).toMatchObject({ pk: expect.stringMatching(/^A#20000#\d+$/), sk: 'x' });
    expect(addressOf('P#x')).toMatchObject({ pk: expect.stringMatching(/^P#[0-9a-f]{16}$/), sk: 'P#x' });
  });

  it('keeps long keys apart that share their first 1,000 characters, half surrogate pairs too, within the limits', async () => {
    const tails = ['a', 'b', 'ab', '\ud800', '\ud801', '\ufffd', '€', '~'];
    const keys = ['R#', 'A#1#', 'W'].flatMap((start) => tails.map((tail) => `${start}${'k'.repeat(1000)}${tail}`));
    const odd = ['A#1#~x', 'A#1#', 'R#\ud800', 'A#1#\ud800', '~', `~${'0'.repeat(32)}`];
    // A key that looks like what stands for a long one, some of them in the same partition.
    const long = Array.from({ length: 100 }, (_, index) => `A#1#${'€'.repeat(1000)}${index}`);
    const all = [...keys, ...odd, ...long, ...long.map((key) => `A#1#~${digestOf(key)}`)];
    expect(new Set(all.map((key) => idOf(addressOf(key)))).size).toBe(all.length);
    const items = new Map(all.map((key, index) => [key, register([[index, 'e', `${index}`]])]));
    await open().merge(items);
    expect(texts(await open().read(all))).toEqual(texts(items));
    const listed = [...items].filter(([key]) => key.startsWith('A#1#'));
    expect(texts(await open().ofDay('A', 1))).toEqual(texts(new Map(listed)));
    // Who looks at the table finds the whole key.
    const shown = (await rows()).map(({ sk, key }) => key?.S ?? sk?.S);
    expect(shown).toContain(keys[0]);
  });

  it('lets DynamoDB forget by the clock and by the time of events, whichever is later, and what has no end never', async () => {
    const hour = 3_600_000;
    const future = NOW + 7 * DAY;
    const items: Record<string, StateItem> = {
      'W#old': window([[1, 'e', 'v']], hour),
      'W#new': window(
        [
          [1, 'e', 'v'],
          [future, 'f', 'v'],
        ],
        hour,
      ),
      'R#good': register([[1, 'e', 'v']]),
      'A#1#x': activityOf(1, ['av']),
    };
    await open().merge(new Map(Object.entries(items)));
    const ttl = Object.fromEntries((await rows()).map(({ sk, ttl }) => [sk?.S, ttl?.N]));
    const at = (time: number): string => String(Math.ceil((time + DAY) / 1000));
    const ends = { 'W#old': at(NOW + hour), 'W#new': at(future + hour), 'R#good': undefined, x: at(NOW + 10 * DAY) };
    expect(ttl).toEqual(ends);
  });

  it('lets what is asked for again live on, though nothing new is said of it', async () => {
    const items = new Map<string, StateItem>([['W#a', window([[1, 'e', 'v']], 9 * DAY)]]);
    const store = open();
    await store.merge(items);
    now = NOW + 5 * DAY;
    await store.merge(items);
    expect(store.used.writes).toBe(1);
    now = NOW + 5 * DAY + 1000;
    await store.merge(items);
    expect(store.used.writes).toBe(2);
    expect((await rows())[0]?.['ttl']?.N).toBe(String((now + 10 * DAY) / 1000));
  });

  it('puts what is too large for one item into pieces and removes the pieces of what was replaced', async () => {
    const [key, first] = large(1);
    const [, second] = large(2);
    await open().merge(new Map([[key, first]]));
    const before = await parts();
    expect(before.length).toBeGreaterThan(1);
    await open().merge(new Map([[key, second]]));
    expect(texts(await open().read([key]))).toEqual(texts(new Map([[key, join(first, second)]])));
    const after = new Set((await parts()).map(({ pk }) => pk?.S));
    expect(after.size).toBeGreaterThan(before.length);
    expect(before.filter(({ pk }) => after.has(pk?.S))).toEqual([]);
  });

  it('gives a whole version to whoever reads while others replace it, and leaves no piece that nobody names', async () => {
    const writers = [1, 2, 3].map((seed) => open().merge(new Map([large(seed)])));
    let isWritten = false;
    const written = Promise.all(writers).then(() => {
      isWritten = true;
    });
    let read = 0;
    while (!isWritten)
      for (const item of (await open().read(['R#large'])).values()) read += Number(item.kind === 'register');
    await written;
    expect(read).toBeGreaterThan(0);
    const all = await rows();
    const names = all.flatMap(({ parts: list }) => list?.L ?? []).map(({ S: id }) => `PART#${id}`);
    const pieces = all.map(({ pk }) => pk?.S ?? '').filter((pk) => pk.startsWith('PART#'));
    expect(pieces.sort()).toEqual(names.sort());
    const item = (await open().read(['R#large'])).get('R#large');
    expect(item?.kind === 'register' ? item.entries.map(({ id }) => id) : []).toEqual(['e1', 'e2', 'e3']);
  });

  it('takes an item as forgotten when TTL has begun to remove its pieces, and says so when they are missing before', async () => {
    const item = register([[1, 'e', noise(900_000, 1)]], DAY);
    await open().merge(new Map([['R#x', item]]));
    const [piece] = await parts();
    expect(piece?.['ttl']).toEqual((await rows()).find(({ sk }) => sk?.S === 'R#x')?.['ttl']);
    const key = { pk: piece?.['pk'] ?? { S: '' }, sk: piece?.['sk'] ?? { S: '' } };
    await dynamo.client.send(new DeleteItemCommand({ TableName: table, Key: key }));
    await expect(open().read(['R#x'])).rejects.toThrow('R#x');
    now = NOW + 2 * DAY;
    expect((await open().read(['R#x'])).size).toBe(0);
    const again = await open().merge(new Map([['R#x', register([[2, 'f', 'v']], DAY)]]));
    expect(texts(await open().read(['R#x']))).toEqual(texts(again));
    expect(await parts()).toEqual([]);
  });

  it('names the item that something else wrote', async () => {
    const { pk, sk } = addressOf('D#foreign');
    const row = { pk: { S: pk }, sk: { S: sk }, ver: { N: '1' } };
    for (const z of [Buffer.from('not deflated'), Buffer.from([3, 0])]) {
      await dynamo.client.send(new PutItemCommand({ TableName: table, Item: { ...row, z: { B: z } } }));
      await expect(open().read(['D#foreign'])).rejects.toThrow('D#foreign');
      await expect(open().merge(new Map([['D#foreign', days({ v: [1] })]]))).rejects.toMatchObject({
        kind: 'state-unreadable',
      });
    }
  });
});
