import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { CountingTable } from '../bench/table/counting-client.ts';
import { type Dynalite, startDynalite } from '../contract/dynalite.ts';

let dynamo: Dynalite;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const clock = (): number => 0;
const remember = { items: 0, maxAge: 0 };

/** Entries that no deflating makes small. */
function windowOf(key: string, entries: number): [string, StateItem] {
  const moments = Array.from({ length: entries }, (_, n) => {
    const id = `${Math.imul(n + 1, 0x9e3779b1) >>> 0}-${Math.imul(n + 7, 0x85ebca6b) >>> 0}`;
    return { time: n * 60_000, id, value: `${n}` };
  });
  return [key, { kind: 'window', entries: moments, keep: 1e9 }];
}

/** Merges and reads in a store: what each step was said to cost. */
async function stepsOn(store: DynamoStateStore): Promise<unknown[]> {
  const told: unknown[] = [];
  const note = (): number => told.push({ ...store.used });
  await store.merge(new Map([windowOf('W#small', 1), windowOf('W#large', 700), windowOf('A#1#x', 100)]));
  note();
  await store.merge(new Map([windowOf('W#large', 900)]));
  note();
  await store.merge(new Map([windowOf('W#large', 10)]));
  note();
  await store.read(['W#small', 'W#large', 'R#none', 'D#none', 'P#none']);
  note();
  return told;
}

describe('the table that the bench counts with', () => {
  it('reckons units as dynalite does', async () => {
    const real = new DynamoStateStore({ client: dynamo.client, table: await dynamo.table(), clock, remember });
    const table = new CountingTable();
    const counted = new DynamoStateStore({ client: table.client, table: 'counted', clock, remember });
    const told = await stepsOn(counted);
    expect(told).toEqual(await stepsOn(real));
    expect(told.at(-1)).toMatchObject({ writes: 4 });
    const kinds = Object.fromEntries(table.counts.byKind);
    expect(Object.keys(kinds).sort()).toEqual(['A', 'D#none', 'P', 'R#none', 'W#large', 'W#small']);
    expect(kinds['W#large']?.writeUnits, 'more than a KB').toBeGreaterThan(10);
    expect(table.stored.items).toBe(3);
    const { readUnits } = counted.used;
    const day = await counted.ofDay('A', 1);
    expect([...day.keys()]).toEqual(['A#1#x']);
    expect(
      counted.used.readUnits - readUnits,
      '16 partitions: one that is empty takes a unit, which dynalite leaves out',
    ).toBe(16);
  });
});
