import { expect, it } from 'vitest';
import { DAY } from '../../shared/cloudtrail/time.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { activityOf } from '../state/made.ts';
import { ODD_VALUES, register, texts } from './items.ts';

/** Keys that a careless look for day 1 of a kind would find too. */
const OTHERS = ['A#10#x', 'A#1', 'A#11', 'A#01#x', 'A#-1#x', 'a#1#x', 'B#1#x', ' A#1#x', 'A#1 #x', 'A##1#x', 'P#A#1#x'];

/** The part of the contract that is about what is listed by day. */
export function dayContract(store: () => StateStore): void {
  const put = async (keys: readonly string[], day = 1): Promise<Map<string, StateItem>> => {
    const items = new Map<string, StateItem>(keys.map((key) => [key, activityOf(day, [`a${key}`.slice(0, 20)])]));
    await store().merge(items);
    return items;
  };

  it('lists the items of a day, of that kind and day only', async () => {
    expect((await store().ofDay('A', 1)).size).toBe(0);
    const wanted = await put(['A#1#x', 'A#1#', 'A#1#x#y', 'A#1#10#x', 'A#1##']);
    const held = await put(['H#1#x', 'H#1#0123456789abcdef']);
    const late = await put(['A#20000#x']);
    await put([...OTHERS, 'H#10#x', 'H#1', 'R#H#1#x']);
    expect(texts(await store().ofDay('A', 1))).toEqual(texts(wanted));
    expect(texts(await store().ofDay('H', 1))).toEqual(texts(held));
    expect(texts(await store().ofDay('A', 20_000))).toEqual(texts(late));
    expect((await store().ofDay('H', 20_000)).size).toBe(0);
  });

  it('lists every one of many principals, whatever their names are, as merged', async () => {
    const long = [`A#1#${'k'.repeat(1019)}a`, `A#1#${'k'.repeat(1019)}b`, `A#1#${'€'.repeat(1020)}`];
    const keys = [...Array.from({ length: 300 }, (_, index) => `A#1#p${index}`), ...ODD_VALUES.map((v) => `A#1#${v}`)];
    const items = await put([...keys, ...long]);
    const again = await store().merge(new Map([['A#1#p7', activityOf(1, ['amore', 'aevenmore'])]]));
    expect(again.get('A#1#p7')).not.toEqual(items.get('A#1#p7'));
    expect(texts(await store().ofDay('A', 1))).toEqual({ ...texts(items), ...texts(again) });
  });

  it('joins two contents under one key of what waits, too', async () => {
    await store().merge(new Map([['H#1#x', register([[1, 'e1', 'x']])]]));
    const both = await store().merge(new Map([['H#1#x', register([[2, 'e2', 'y']])]]));
    const entries = [1, 2].map((n): [number, string, string] => [n, `e${n}`, n === 1 ? 'x' : 'y']);
    expect(texts(both)).toEqual(texts(new Map([['H#1#x', register(entries)]])));
    expect(texts(await store().ofDay('H', 1))).toEqual(texts(both));
  });

  it('lists nothing that was trimmed', async () => {
    const items = await put(['A#1#x', 'A#1#y']);
    await store().trim(12 * DAY);
    expect(texts(await store().ofDay('A', 1))).toEqual(texts(items));
    await store().trim(12 * DAY + 1);
    expect((await store().ofDay('A', 1)).size).toBe(0);
  });
}
