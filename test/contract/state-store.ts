import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeItem } from '../../shared/state/encode.ts';
import { join } from '../../shared/state/join.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { anyItem, days, grouped, KEYS, register, texts, window } from './items.ts';
import { dayContract } from './state-store-day.ts';
import { oddContract } from './state-store-odd.ts';
import { trimContract } from './state-store-trim.ts';

/** One medium under test, empty at first. */
export interface Medium {
  /** A store on the medium; several may be open at once, as several Lambdas or processes would have it. */
  open(): Promise<StateStore>;
  /** Whether another `open` finds what was merged after the first was closed. */
  readonly keeps: boolean;
  remove(): Promise<void>;
}

/** The contract of the StateStore port. Every adapter passes it: `stateStoreContract('name', () => medium)`. */
export function stateStoreContract(name: string, create: () => Promise<Medium>): void {
  describe(`${name} is a StateStore`, () => {
    let medium: Medium;
    let store: StateStore;
    beforeEach(async () => {
      medium = await create();
      store = await medium.open();
    });
    afterEach(async () => {
      await store.close();
      await medium.remove();
    });

    it('knows nothing at first: an unknown key is absent, not empty', async () => {
      expect((await store.read(['R#nothing', 'W#nothing'])).size).toBe(0);
      expect((await store.read([])).size).toBe(0);
      expect((await store.merge(new Map())).size).toBe(0);
    });

    it('gives back what it has joined, for the merged keys only, and reads the same', async () => {
      await store.merge(new Map([['R#a', register([[1, 'e1', 'x']])]]));
      await store.merge(new Map([['R#other', register([[1, 'e1', 'z']])]]));
      const merged = await store.merge(new Map([['R#a', register([[2, 'e2', 'y']])]]));
      expect(texts(merged)).toEqual({
        'R#a': encodeItem(
          register([
            [1, 'e1', 'x'],
            [2, 'e2', 'y'],
          ]),
        ),
      });
      expect(texts(await store.read(['R#a', 'R#missing']))).toEqual(texts(merged));
    });

    it('merges of any order, grouping and repetition come to the join of all', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.nat()), { minLength: 1, maxLength: 12 }),
          fc.array(anyItem, { minLength: 8, maxLength: 8 }),
          fc.infiniteStream(fc.integer({ min: 1, max: 3 })),
          async (steps, items, groupSizes) => {
            run += 1;
            const all = new Map<string, StateItem>();
            const pairs = steps.map(([kind, index]): [string, StateItem] => {
              const item = items[index % items.length]?.[kind] ?? days({});
              return [`${kind}${run}`, item];
            });
            for (const [key, item] of pairs) all.set(key, all.has(key) ? join(all.get(key) ?? item, item) : item);
            const shuffled = [...pairs, ...pairs.slice(0, 2)].reverse();
            while (shuffled.length > 0) await store.merge(grouped(shuffled.splice(0, groupSizes.next().value)));
            expect(texts(await store.read(all.keys()))).toEqual(texts(all));
          },
        ),
        { numRuns: 40 },
      );
    });

    it('loses nothing to merges at the same time, through one or several connections', async () => {
      const others = await Promise.all([medium.open(), medium.open()]);
      const stores = [store, ...others];
      const merges = Array.from({ length: 30 }, (_, index) => {
        const entry = window([[index, `e${index}`, `v${index}`]], 1000);
        return stores[index % stores.length]?.merge(
          new Map<string, StateItem>([
            ['W#shared', entry],
            [`D#${index % 3}`, days({ [`v${index}`]: [index] })],
          ]),
        );
      });
      await Promise.all(merges);
      const view = await store.read(['W#shared', 'D#0', 'D#1', 'D#2']);
      await Promise.all(others.map((other) => other.close()));
      const shared = view.get('W#shared');
      expect(shared?.kind === 'window' ? shared.entries.length : 0).toBe(30);
      const values = ['D#0', 'D#1', 'D#2'].flatMap((key) => {
        const item = view.get(key);
        return item?.kind === 'days' ? [...item.values.keys()] : [];
      });
      expect(new Set(values).size).toBe(30);
    });

    dayContract(() => store);
    oddContract(() => store);
    trimContract(() => store);

    it('refuses two kinds under one key and keeps the first', async () => {
      await store.merge(new Map([['X#k', register([[1, 'e', 'v']])]]));
      await expect(store.merge(new Map([['X#k', days({ v: [1] })]]))).rejects.toThrow('two kinds');
      expect(texts(await store.read(['X#k']))).toEqual({ 'X#k': encodeItem(register([[1, 'e', 'v']])) });
    });

    it('keeps its state for the next to open it, where it says so', async () => {
      await store.merge(new Map([['R#a', register([[1, 'e1', 'x']])]]));
      await store.close();
      store = await medium.open();
      expect((await store.read(['R#a'])).size).toBe(medium.keeps ? 1 : 0);
    });
  });
}
