import { join } from '../../state/join.ts';
import type { StateItem } from '../../state/kinds.ts';
import type { StateStore, StateView } from '../../state/store.ts';
import { trimmed } from '../../state/trim.ts';

/** State in this process: for replay without --store, and the reference for the other adapters. */
export class MemoryStateStore implements StateStore {
  readonly #items = new Map<string, StateItem>();

  /** All that is remembered, to be weighed or compared. */
  items(): Iterable<[string, StateItem]> {
    return this.#items;
  }

  async merge(items: ReadonlyMap<string, StateItem>): Promise<StateView> {
    const merged = new Map<string, StateItem>();
    for (const [key, item] of items) {
      const known = this.#items.get(key);
      const joined = known === undefined ? item : join(known, item);
      this.#items.set(key, joined);
      merged.set(key, joined);
    }
    return merged;
  }

  async read(keys: Iterable<string>): Promise<StateView> {
    const view = new Map<string, StateItem>();
    for (const key of keys) {
      const item = this.#items.get(key);
      if (item !== undefined) view.set(key, item);
    }
    return view;
  }

  async ofDay(kind: 'A' | 'H', day: number): Promise<StateView> {
    return new Map([...this.#items].filter(([key]) => key.startsWith(`${kind}#${day}#`)));
  }

  async trim(time: number): Promise<void> {
    for (const [key, item] of this.#items) {
      const left = trimmed(item, time);
      if (left === undefined) this.#items.delete(key);
      else if (left !== item) this.#items.set(key, left);
    }
  }

  async close(): Promise<void> {}
}
