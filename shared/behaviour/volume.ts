import type { DayRecord } from '../state/summary.ts';
import { HALF_LIFE, LEAST_COUNT, VOLUME } from './model.ts';
import { upperTail } from './student-t.ts';

/**
 * How a count is spread over days: on which share of days it is above zero, and mean and variance of log1p on those (a hurdle
 * model). Counts that are zero on most days would make any other look impossible if the zeros were part of the variance.
 */
export interface Spread {
  /** Weight of all days, and of those above zero. */
  readonly days: number;
  readonly positive: number;
  readonly mean: number;
  readonly variance: number;
}

/** What is assumed where nothing is known. */
const ANYONE: Spread = { days: 0, positive: 0.3, mean: 1.5, variance: 1.5 };
const LEAST_VARIANCE = 0.05;
/** Weight of the level above: in days above zero, and for the share of such days. */
const PRIOR = { spread: 3, share: 10, ownShare: 4 } as const;
/** What goes beyond this many standard deviations is learnt as this much: volume can only be taught slowly. */
const TRIMMED = 2.5;

/** A group's days as decayed sums: days, days above zero, their log1p and its square. */
export type Sums = readonly [days: number, positive: number, sum: number, squares: number];

/** Class, then peer group, then the principal's own days, each leaning on the one before. `share` in `positive`. */
export function spreadOf(kind: Sums, peers: Sums, own: Spread): Spread {
  const ofClass = leaning(fromSums(kind), ANYONE, PRIOR.share);
  const ofPeers = leaning(fromSums(peers), ofClass, PRIOR.share);
  return leaning(own, ofPeers, PRIOR.ownShare);
}

function fromSums([days, positive, sum, squares]: Sums): Spread {
  const mean = positive > 0 ? sum / positive : 0;
  return { days, positive, mean, variance: positive > 0 ? Math.max(0, squares / positive - mean * mean) : 0 };
}

/** `own` with the weight it has, `prior` with PRIOR.spread. The result's `positive` is a share. */
function leaning(own: Spread, prior: Spread, shareWeight: number): Spread {
  const w = own.positive;
  const k = PRIOR.spread;
  const apart = ((w * k) / (w + k)) * (own.mean - prior.mean) ** 2 * 0.5;
  return {
    days: own.days,
    positive: (own.positive + shareWeight * prior.positive) / (own.days + shareWeight),
    mean: (own.mean * w + k * prior.mean) / (w + k),
    variance: Math.max(LEAST_VARIANCE, (own.variance * w + k * prior.variance + apart) / (w + k)),
  };
}

/** The principal's own days before `day`, the oldest first, each cut where it goes far beyond what was known by then. */
export function ownSpread(
  records: readonly (readonly [day: number, record: DayRecord])[],
  day: number,
  count: number,
): Spread {
  let [days, positive, mean, squares, last] = [0, 0, 0, 0, day];
  for (const [on, record] of records) {
    const faded = days === 0 ? 1 : 2 ** ((last - on) / HALF_LIFE);
    last = on;
    days = days * faded + 1;
    positive *= faded;
    squares *= faded;
    const x = record.counts[count] ?? 0;
    if (x <= 0) continue;
    const limit =
      positive < 3
        ? Number.POSITIVE_INFINITY
        : mean + TRIMMED * Math.sqrt(Math.max(LEAST_VARIANCE, squares / positive));
    const y = Math.min(Math.log1p(x), limit);
    positive += 1;
    const step = y - mean;
    mean += step / positive;
    squares += step * (y - mean);
  }
  const faded = days === 0 ? 1 : 2 ** ((last - day) / HALF_LIFE);
  return { days: days * faded, positive: positive * faded, mean, variance: positive > 0 ? squares / positive : 0 };
}

/**
 * Bits of evidence in a count of x. `similar`: on which share of its days the principal had as much: no tail that a few quiet weeks
 * suggest is thinner than what was seen, as with a job that runs once a month.
 */
export function volumeBits(x: number, spread: Spread, ownPositive: number, similar: number): number {
  if (x < LEAST_COUNT) return 0;
  const w = ownPositive + PRIOR.spread;
  const t = (Math.log1p(x) - spread.mean) / Math.sqrt(spread.variance * (1 + 1 / w));
  const p = spread.positive * upperTail(t, Math.min(2 + w, 20));
  return Math.min(VOLUME.most, Math.max(0, -Math.log2(Math.max(p, similar, 1e-14)) - VOLUME.off));
}

/** About the count that 99 of 100 days stay below, for the text of a reason. */
export function p99(spread: Spread): number {
  return Math.max(0, Math.round(Math.expm1(spread.mean + 2.33 * Math.sqrt(spread.variance))));
}
