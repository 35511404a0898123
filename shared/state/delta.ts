import { days, register, unionDays, window } from './join.ts';
import { ANY_VALUE, type RegisterEntry, type StateItem, type Thin, type WindowEntry } from './kinds.ts';

/** Entries gathered before they are first brought into order; a flood of them is trimmed as it comes. */
const LOOSE = 4096;

/** Entries as they come, and how many may gather before they are trimmed: twice what was left, so that sorting stays cheap. */
interface Gathered<Entry, Keep> {
  entries: Entry[];
  limit: number;
  readonly keep: Keep;
}

/** What a batch of events adds to the state, gathered before the store sees it: one write a key, not one an event. */
export class StateDelta {
  readonly #registers = new Map<string, Gathered<RegisterEntry, number | undefined>>();
  readonly #windows = new Map<
    string,
    Gathered<WindowEntry, { readonly ms: number; readonly thin: Thin | undefined }>
  >();
  readonly #days = new Map<string, Map<string, readonly number[]>>();

  /** A setting's value at an event's time. `keep` in ms. */
  register(key: string, entry: RegisterEntry, keep?: number): void {
    const item = this.#registers.get(key) ?? { entries: [], limit: LOOSE, keep };
    this.#registers.set(key, item);
    gather(item, entry, (entries) => register(entries).entries);
  }

  /** Adds nothing to a register that is kept for good, but brings it into the merged view. */
  ask(key: string): void {
    if (!this.#registers.has(key)) this.#registers.set(key, { entries: [], limit: LOOSE, keep: undefined });
  }

  /** A moment of a subject, remembered for `keep` ms. `thin` is always the same for a key. */
  window(key: string, entry: WindowEntry, keep: number, thin?: Thin): void {
    const item = this.#windows.get(key) ?? { entries: [], limit: LOOSE, keep: { ms: keep, thin } };
    this.#windows.set(key, item);
    gather(item, entry, (entries) => window(entries, keep, thin).entries);
  }

  /** A value of a subject seen on a day; the day counts as active too. */
  day(key: string, value: string, day: number): void {
    const values = this.#days.get(key) ?? new Map<string, readonly number[]>();
    this.#days.set(key, values);
    for (const name of [value, ANY_VALUE]) {
      const known = values.get(name);
      if (known === undefined) values.set(name, [day]);
      else if (!known.includes(day)) values.set(name, unionDays(known, [day]));
    }
  }

  /** The additions as items, one a key. */
  items(): Map<string, StateItem> {
    const items = new Map<string, StateItem>();
    for (const [key, { entries, keep }] of this.#registers) items.set(key, register(entries, keep));
    for (const [key, { entries, keep }] of this.#windows) items.set(key, window(entries, keep.ms, keep.thin));
    for (const [key, values] of this.#days) items.set(key, days(values));
    return items;
  }
}

function gather<Entry>(
  item: Gathered<Entry, unknown>,
  entry: Entry,
  trim: (entries: readonly Entry[]) => readonly Entry[],
): void {
  item.entries.push(entry);
  if (item.entries.length <= item.limit) return;
  item.entries = [...trim(item.entries)];
  item.limit = Math.max(LOOSE, 2 * item.entries.length);
}
