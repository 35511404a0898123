const SLOTS = 1024;
const REMEMBERED = 10_000;

/**
 * Remembers what was worked out for texts that come again and again, such as user agents. A few characters pick a slot and the
 * text there is compared: for fresh strings of a hundred characters that is cheaper than a Map, which must hash all of each. A
 * Map stands behind the slots; a flood of invented values empties it now and then, it can't fill memory.
 */
export class RecentValues<T> {
  readonly #make: (value: string) => T;
  readonly #values: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);
  readonly #made: (T | undefined)[] = new Array<T | undefined>(SLOTS).fill(undefined);
  readonly #all = new Map<string, T>();

  constructor(make: (value: string) => T) {
    this.#make = make;
  }

  get(value: string): T {
    const slot = slotOf(value);
    const known = this.#values[slot] === value ? this.#made[slot] : undefined;
    if (known !== undefined) return known;
    const made = this.#all.get(value) ?? this.#make(value);
    if (this.#all.size >= REMEMBERED) this.#all.clear();
    this.#all.set(value, made);
    this.#values[slot] = value;
    this.#made[slot] = made;
    return made;
  }
}

function slotOf(value: string): number {
  const { length } = value;
  const step = Math.max(1, length >> 3);
  let hash = length;
  for (let at = 0; at < length; at += step) hash = (Math.imul(hash, 31) + value.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
}
