import { type Bits, CHANNELS, type Channel } from './lines.ts';

/** Parts of ten that a channel has of the budget. Whole numbers, so that equal openings are equal. */
const SHARES: Readonly<Record<Channel, number>> = { acute: 7, rate: 2, slow: 1 };

/**
 * How far the channels must be opened for a score to be an alert. Opened to `k`, a channel lets its `k * share` highest benign
 * scores pass, and its threshold is the next one: the value that is exceeded so often. A score is above it
 * when at most `k * share` benign scores are as high, so it passes at `k = (benign scores as high) / share`. All channels open
 * together, and a principal-day is an alert in the first that lets it pass: the union of the channels.
 */
export class Opening {
  readonly #ascending: Readonly<Record<Channel, Float64Array>>;
  /** Of every benign principal-day, ascending: which opening makes it an alert. */
  readonly #benign: Float64Array;

  constructor(benign: readonly Bits[]) {
    const sorted = (channel: Channel): Float64Array => Float64Array.from(benign, (bits) => bits[channel]).sort();
    this.#ascending = { acute: sorted('acute'), rate: sorted('rate'), slow: sorted('slow') };
    this.#benign = Float64Array.from(benign, (bits) => this.forAny(bits)).sort();
  }

  /** Infinity when there is no evidence: that is no alert at any budget. */
  forChannel(channel: Channel, bits: number): number {
    if (bits <= 0) return Number.POSITIVE_INFINITY;
    const sorted = this.#ascending[channel];
    return (sorted.length - countWhere(sorted, (value) => value < bits)) / SHARES[channel];
  }

  forAny(bits: Bits): number {
    return Math.min(...CHANNELS.map((channel) => this.forChannel(channel, bits[channel])));
  }

  /** The opening at which there would be more than `allowed` benign alerts: what opens before it, is an alert. */
  limit(allowed: number): number {
    return this.#benign[Math.floor(allowed)] ?? Number.POSITIVE_INFINITY;
  }

  /** Benign principal-days that are an alert below a limit. */
  alertsBelow(limit: number): number {
    return countWhere(this.#benign, (opening) => opening < limit);
  }

  /** Benign principal-days that are an alert when the channels are opened so far that `opening` is one. */
  alertsAt(opening: number): number {
    return countWhere(this.#benign, (other) => other <= opening);
  }

  /** The threshold in bits: the highest benign score that is no alert below the limit, 0 when all are. */
  threshold(channel: Channel, limit: number): number {
    const sorted = this.#ascending[channel];
    const quiet = countWhere(sorted, (bits) => this.forChannel(channel, bits) >= limit);
    return Math.max(0, sorted[quiet - 1] ?? 0);
  }
}

/** How many leading values of a sorted list a condition holds for, which holds for none behind them. By bisection. */
function countWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
