import type { DayRecord, SummaryItem } from '../state/summary.ts';
import { DEFAULT_THRESHOLDS, LEARNING_DAYS, MUTE_DAYS, SHARES, THRESHOLD_DAYS } from './model.ts';
import { tailQuantile } from './tail.ts';

/** The ways in which a principal-day can stand out, each with a part of the budget. */
export const CHANNELS = ['acute', 'rate', 'slow'] as const;
export type BehaviourChannel = (typeof CHANNELS)[number];

/** Bits above which a channel alerts. */
export interface Thresholds extends Readonly<Record<BehaviourChannel, number>> {
  /** Days of scores behind them. */
  readonly days: number;
  /** Too few days: only what stands out far alerts. */
  readonly isLearning: boolean;
}

/** The scores of one principal-day that thresholds are learnt from. */
export type Score = Pick<DayRecord, BehaviourChannel>;
/** By principal, the highest scores of a day. */
export type DayScores = ReadonlyMap<string, Score>;

/** Of a day's scores as many as could ever set a threshold. */
const KEPT = 256;
/** Below so many expected alerts the quantile is read off a fitted tail: there are too few values to count. */
const COUNTABLE = 10;

/** What rules of high severity found already needs no budget: it is told anyway. */
const TOLD_BY_RULE = 2;

export function scoresOf({ records }: SummaryItem): DayScores {
  const open = [...records].filter(([, { alerted }]) => (alerted & TOLD_BY_RULE) === 0);
  const kept = new Set(
    CHANNELS.flatMap((channel) => [...open].sort(([, a], [, b]) => b[channel] - a[channel]).slice(0, KEPT)),
  );
  return new Map(
    open.filter((entry) => kept.has(entry)).map(([who, { acute, rate, slow }]) => [who, { acute, rate, slow }]),
  );
}

/**
 * Thresholds that would have made `budget` alerts a day over the days before `day`: of each channel the value that its part of
 * the budget exceeds, the parts scaled up together as far as one principal-day exceeds several.
 */
export function thresholdsFor(days: ReadonlyMap<number, DayScores>, day: number, budget: number): Thresholds {
  const first = Math.min(...days.keys());
  const known = Math.max(0, Math.min(THRESHOLD_DAYS, day - first));
  const values = runs(days, day, known);
  if (known < LEARNING_DAYS) {
    const acute =
      known < MUTE_DAYS
        ? Number.POSITIVE_INFINITY
        : Math.max(DEFAULT_THRESHOLDS.acute, exceeded(values, known, budget).acute);
    return { acute, rate: Number.POSITIVE_INFINITY, slow: Number.POSITIVE_INFINITY, days: known, isLearning: true };
  }
  return { ...exceeded(values, known, budget), days: known, isLearning: false };
}

function exceeded(values: readonly Score[], days: number, budget: number): Record<BehaviourChannel, number> {
  const alerts = budget * days;
  let best = at(values, alerts, 1);
  for (let scale = 1.05; scale <= 2; scale += 0.05) {
    const wider = at(values, alerts, scale);
    if (values.filter((score) => CHANNELS.some((channel) => score[channel] > wider[channel])).length > alerts) break;
    best = wider;
  }
  return best;
}

function at(values: readonly Score[], alerts: number, scale: number): Record<BehaviourChannel, number> {
  const of = (channel: BehaviourChannel): number => {
    const sorted = values.map((score) => score[channel]).sort((a, b) => b - a);
    const wanted = SHARES[channel] * alerts * scale;
    return alerts >= COUNTABLE ? quantile(sorted, wanted) : tailQuantile(sorted, wanted);
  };
  return { acute: of('acute'), rate: of('rate'), slow: of('slow') };
}

/** The value that `wanted` of the values exceed, between neighbours in proportion. `sorted` descending. */
function quantile(sorted: readonly number[], wanted: number): number {
  const below = Math.floor(wanted);
  const [upper = 0, lower = 0] = [sorted[below], sorted[below + 1]];
  return upper - (wanted - below) * (upper - lower);
}

/** Days in a row on which one principal stands out make one incident, so they count once. */
function runs(days: ReadonlyMap<number, DayScores>, day: number, known: number): Score[] {
  const done: Score[] = [];
  let open = new Map<string, Score>();
  for (let on = day - known; on < day; on += 1) {
    const next = new Map<string, Score>();
    for (const [who, score] of days.get(on) ?? []) {
      const before = open.get(who);
      next.set(who, before === undefined ? score : highest(before, score));
      open.delete(who);
    }
    done.push(...open.values());
    open = next;
  }
  return [...done, ...open.values()];
}

function highest(a: Score, b: Score): Score {
  return { acute: Math.max(a.acute, b.acute), rate: Math.max(a.rate, b.rate), slow: Math.max(a.slow, b.slow) };
}
