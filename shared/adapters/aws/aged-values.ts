/** The values used last, no older than `maxAge` ms: what changes once a day need not be read for every batch. */
export class AgedValues<T> {
  readonly #most: number;
  readonly #maxAge: number;
  readonly #clock: () => number;
  /** The one used longest ago first. */
  readonly #values = new Map<string, { readonly value: T; readonly at: number }>();

  constructor(most: number, maxAge: number, clock: () => number) {
    this.#most = most;
    this.#maxAge = maxAge;
    this.#clock = clock;
  }

  /** In a box, because a value may be undefined; undefined: not known, or too old. */
  get(key: string): { readonly value: T } | undefined {
    const kept = this.#values.get(key);
    if (kept === undefined) return undefined;
    this.#values.delete(key);
    if (this.#clock() - kept.at >= this.#maxAge) return undefined;
    this.#values.set(key, kept);
    return kept;
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }

  set(key: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, { value, at: this.#clock() });
    if (this.#values.size <= this.#most) return;
    const [oldest] = this.#values.keys();
    if (oldest !== undefined) this.#values.delete(oldest);
  }
}
