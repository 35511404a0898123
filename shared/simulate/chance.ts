const HEX = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'));
const HEX_DIGITS = '0123456789abcdef';

/**
 * A source of choices that gives the same answers for the same seed on any machine: sfc32 (public domain), whose 128 bits
 * of state keep the ids of millions of forks apart. Not for anything secret.
 */
export class Chance {
  readonly #high: number;
  readonly #low: number;
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  private constructor(high: number, low: number) {
    this.#high = this.#c = high;
    this.#low = this.#a = low;
    this.#b = high ^ 0x9e3779b9;
    for (let i = 0; i < 12; i++) this.bits();
  }

  static from(seed: number): Chance {
    return new Chance(seed >>> 0, Math.floor(seed / 2 ** 32) ^ 0x2545f491);
  }

  /** An independent source: what one part draws never moves another, nor does what was drawn here before. */
  fork(label: string | number): Chance {
    const text = `${label}`;
    let high = this.#high ^ 0xdeadbeef;
    let low = this.#low ^ 0x41c6ce57;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 2_654_435_761);
      low = Math.imul(low ^ code, 1_597_334_677);
    }
    high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
    low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
    return new Chance(high, low);
  }

  /** 32 bits. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum;
  }

  /** A number in [0, 1). */
  next(): number {
    return (this.bits() >>> 0) / 4_294_967_296;
  }

  /** True this often. */
  is(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  pick<T>(items: readonly T[]): T {
    return at(items, Math.floor(this.next() * items.length));
  }

  /** Early items are picked far more often: the first of n about 1 in log2(n) times. */
  pickEarly<T>(items: readonly T[]): T {
    return at(items, Math.floor(items.length ** this.next()) - 1);
  }

  weighted<T>(items: readonly T[], weights: readonly number[]): T {
    let left = this.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = items.findIndex((_, i) => {
      left -= weights[i] ?? 0;
      return left < 0;
    });
    return at(items, Math.max(0, found));
  }

  /** `count` of the items, or all when there are fewer, in a new order. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    for (let i = 0; i < Math.min(count, left.length); i++) {
      const j = this.int(i, left.length - 1);
      [left[i], left[j]] = [at(left, j), at(left, i)];
    }
    return left.slice(0, count);
  }

  /** Box and Muller, 1958. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  lognormal(median: number, sigma: number): number {
    return median * Math.exp(this.normal(0, sigma));
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Knuth's product for small means, a normal distribution for large ones. */
  poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(this.normal(mean, Math.sqrt(mean))));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }

  letters(alphabet: string, length: number): string {
    let text = '';
    while (text.length < length) text += alphabet.charAt(Math.floor(this.next() * alphabet.length));
    return text;
  }

  hex(length: number): string {
    return this.letters(HEX_DIGITS, length);
  }

  /** Shaped like a version 4 UUID. */
  uuid(): string {
    const [a, b, c, d] = [this.bits(), this.bits(), this.bits(), this.bits()];
    const version = (b & 0x0fff) | 0x4000;
    const variant = ((c >>> 16) & 0x3fff) | 0x8000;
    return `${HEX[a >>> 16]}${HEX[a & 0xffff]}-${HEX[b >>> 16]}-${HEX[version]}-${HEX[variant]}-${HEX[c & 0xffff]}${HEX[d >>> 16]}${HEX[d & 0xffff]}`;
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
