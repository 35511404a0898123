import { compareText } from '../order.ts';
import { hash32 } from './hash.ts';

/**
 * How many distinct events there were, without keeping them: the k of lowest rank (hash of the id) are kept, and how low the
 * k-th lies tells how many there must be (KMV: Bar-Yossef et al. 2002, "Counting distinct elements in a data stream"). Joining
 * keeps the k lowest of both, so that repeats, order and grouping can't matter, as they would with a counter. Exact below k; the
 * standard error is 1 / sqrt(k - 2) beyond.
 */
export interface Sampled {
  readonly rank: number;
  readonly id: string;
  /** ms */
  readonly time: number;
  /** What kind of event it was: bits that the owner of the sample defines. */
  readonly bits: number;
}
/** Ascending by rank, then id. */
export type Sample = readonly Sampled[];

const RANKS = 2 ** 32;

export function rankOf(id: string): number {
  return hash32(id);
}

/** Adds to a sample in place; cheap when the event is not among the k lowest, as most are not. */
export function addTo(sample: Sampled[], one: Sampled, k: number): void {
  const last = sample.at(-1);
  if (sample.length >= k && last !== undefined && compareSampled(one, last) > 0) return;
  let at = sample.length;
  while (at > 0 && compareSampled(sample[at - 1] as Sampled, one) > 0) at -= 1;
  const before = sample[at - 1];
  if (before?.id === one.id) {
    sample[at - 1] = laterTold(before, one);
    return;
  }
  sample.splice(at, 0, one);
  if (sample.length > k) sample.pop();
}

export function joinSamples(a: Sample, b: Sample, k: number): Sample {
  if (b.length === 0) return a;
  const joined = [...a];
  for (const one of b) addTo(joined, one, k);
  return joined;
}

/** About how many distinct events were seen. */
export function estimate(sample: Sample, k: number): number {
  const last = sample.at(-1);
  if (sample.length < k || last === undefined) return sample.length;
  return ((k - 1) * RANKS) / (last.rank + 1);
}

function compareSampled(a: Sampled, b: Sampled): number {
  return a.rank - b.rank || compareText(a.id, b.id);
}

/** The same event told in two ways (an addendum may change its bits): by convention what says more. */
function laterTold(a: Sampled, b: Sampled): Sampled {
  return a.bits > b.bits || (a.bits === b.bits && a.time <= b.time) ? a : b;
}
