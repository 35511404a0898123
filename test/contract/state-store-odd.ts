import { expect, it } from 'vitest';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { behaviour, days, ODD_KEYS, ODD_VALUES, register, texts, window } from './items.ts';

/** The part of the contract that is about what keys and values may be. */
export function oddContract(store: () => StateStore): void {
  it('keeps every key of up to 1,024 characters apart, whatever is in it', async () => {
    const items = new Map<string, StateItem>(ODD_KEYS.map((key, index) => [key, register([[index, 'e', key]])]));
    expect(items.size).toBe(ODD_KEYS.length);
    expect(texts(await store().merge(items))).toEqual(texts(items));
    expect(texts(await store().read(ODD_KEYS))).toEqual(texts(items));
    const old = new Map<string, StateItem>(ODD_KEYS.map((key) => [`${key.slice(1)}W`, window([[1, 'e', 'v']], 1)]));
    await store().merge(old);
    await store().trim(1_000_000);
    expect((await store().read(old.keys())).size, 'trimmed under the same keys').toBe(0);
  });

  it('gives every value back as it was', async () => {
    const items = new Map<string, StateItem>([
      ['R#odd', register(ODD_VALUES.map((value, index) => [index, value, value]))],
      [
        'W#odd',
        window(
          ODD_VALUES.map((value, index) => [index, value, value]),
          5,
        ),
      ],
      ['D#odd', { kind: 'days', values: new Map(ODD_VALUES.map((value, index) => [value, [index]])) }],
      ...Object.entries(behaviour(20_000, ODD_VALUES)),
    ]);
    await store().merge(items);
    expect(texts(await store().read(items.keys()))).toEqual(texts(items));
  });

  it('holds large items', async () => {
    const large = register(Array.from({ length: 64 }, (_, index) => [index, `e${index}`, 'ü'.repeat(8 * 1024)]));
    const many = days(
      Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`value ${index}`, [index, index + 1]])),
    );
    const items = new Map<string, StateItem>([
      ['R#large', large],
      ['D#many', many],
      ...Object.entries(
        behaviour(
          20_000,
          Array.from({ length: 1900 }, (_, index) => `aservice:Operation${index}`),
          1000,
        ),
      ),
    ]);
    await store().merge(items);
    expect(texts(await store().read(items.keys()))).toEqual(texts(items));
  });
}
