/** Values remembered at once. Invented ones must not fill memory: forgetting only costs a second look. */
const MOST = 200_000;

/** When each value was seen first. Files come in any order, so an earlier sight may still come. */
export class Earliest {
  readonly #times = new Map<string, number>();

  /** Whether no earlier sight of the value is known; of the same second any may be the first. False for what is no text. */
  isFirst(value: unknown, time: number): boolean {
    if (typeof value !== 'string') return false;
    const known = this.#times.get(value);
    if (known !== undefined && known < time) return false;
    if (known === undefined && this.#times.size >= MOST) this.#times.clear();
    this.#times.set(value, time);
    return true;
  }
}
