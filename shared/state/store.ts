import type { StateItem } from './kinds.ts';

/** Items by key, as they were when read. A key without an item is absent. */
export type StateView = ReadonlyMap<string, StateItem>;

/**
 * Where state lives. One contract suite (test/contract/state-store.ts) runs against every adapter. Keys are texts of up to
 * 1,024 characters; errors of the medium are thrown, never swallowed.
 */
export interface StateStore {
  /** Joins the items into what is stored and gives the joined items back. Idempotent; any order; safe when concurrent. */
  merge(items: ReadonlyMap<string, StateItem>): Promise<StateView>;
  /** The items under these keys, after every merge that has been awaited. */
  read(keys: Iterable<string>): Promise<StateView>;
  /** All items of a UTC day of a kind that is listed by day: what principals did (keys `A#day#…`), what waits to be judged (`H#day#…`). */
  ofDay(kind: 'A' | 'H', day: number): Promise<StateView>;
  /** Drops what can't matter any more to events at or after `time` (ms): entries older than their item's `keep`. */
  trim(time: number): Promise<void>;
  close(): Promise<void>;
}
