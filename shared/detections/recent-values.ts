const SLOTS = 1024;

/**
 * Remembers what was worked out for texts that come again and again, such as user agents. A few characters pick the slot and
 * the text is then compared: for fresh strings of a hundred characters and more that is cheaper than a Map, which must hash all
 * of each. A flood of invented values only overwrites slots, it can't fill memory.
 */
export class RecentValues<T> {
  readonly #make: (value: string) => T;
  readonly #values: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);
  readonly #made: (T | undefined)[] = new Array<T | undefined>(SLOTS).fill(undefined);

  constructor(make: (value: string) => T) {
    this.#make = make;
  }

  get(value: string): T {
    const slot = slotOf(value);
    const known = this.#values[slot] === value ? this.#made[slot] : undefined;
    if (known !== undefined) return known;
    const made = this.#make(value);
    this.#values[slot] = value;
    this.#made[slot] = made;
    return made;
  }
}

function slotOf(value: string): number {
  const { length } = value;
  let hash = length;
  for (let step = 0; step < 8; step += 1) hash = Math.imul(hash, 31) + (value.charCodeAt((length * step) >> 3) | 0);
  return (Math.imul(hash, 31) + (value.charCodeAt(length - 1) | 0)) & (SLOTS - 1);
}
