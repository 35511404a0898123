import { compareText } from '../order.ts';
import { type DayRecord, MARK, type SummaryItem } from '../state/summary.ts';
import { DEFAULT_THRESHOLDS, LEARNING_DAYS, MUTE_DAYS, SHARES, THRESHOLD_DAYS } from './model.ts';
import { tailQuantile } from './tail.ts';

/** The ways in which a principal-day can stand out, each with a part of the budget. */
export const CHANNELS = ['acute', 'rate', 'slow'] as const;
export type BehaviourChannel = (typeof CHANNELS)[number];

/** Bits above which a channel alerts. */
export interface Thresholds extends Readonly<Record<BehaviourChannel, number>> {
  /** Days of scores behind them, and the first of all that is known; undefined: none. */
  readonly days: number;
  readonly since?: number | undefined;
  /** Too few days: only what stands out far alerts. */
  readonly isLearning: boolean;
}

/** The scores of one principal-day that thresholds are learnt from. */
export type Score = Readonly<Record<BehaviourChannel, number>>;
/** By principal, the highest scores of a day. */
export type DayScores = ReadonlyMap<string, Score>;

/** Of a day's scores as many as could ever set a threshold. */
const KEPT = 256;
/** Below so many expected alerts the quantile is read off a fitted tail: there are too few values to count. */
const COUNTABLE = 10;
/** Bits below which nothing alerts, however large the budget. */
const LEAST: Score = { acute: 5, rate: 4, slow: 9 };
/** Where the budget would take more than one in so many of all scores, there is little to choose from: then no less than half the defaults. */
const CHOICE = 3;
const FEW = 0.5;
const NONE: Score = { acute: 0, rate: 0, slow: 0 };
const NEVER = Number.POSITIVE_INFINITY;

export function scoresOf({ records }: SummaryItem): DayScores {
  // What rules of high severity found already needs no budget: it is told anyway.
  const open = [...records].filter(([, { alerted }]) => (alerted & MARK.rule) === 0);
  const highest = (channel: BehaviourChannel): [string, DayRecord][] =>
    [...open].sort(([x, a], [y, b]) => b[channel] - a[channel] || compareText(x, y)).slice(0, KEPT);
  const kept = CHANNELS.flatMap(highest).sort(([x], [y]) => compareText(x, y));
  return new Map(kept.map(([who, { acute, rate, slow }]) => [who, { acute, rate, slow }]));
}

/**
 * Thresholds that would have made `budget` alerts a day over the days before `day`: of each channel the value that its part of
 * the budget exceeds, the parts scaled up together as far as one principal-day exceeds several.
 */
export function thresholdsFor(days: ReadonlyMap<number, DayScores>, day: number, budget: number): Thresholds {
  const past = [...days.keys()].filter((on) => on < day);
  const known = past.filter((on) => on >= day - THRESHOLD_DAYS);
  const learnt = past.length;
  const since = learnt === 0 ? undefined : Math.min(...past);
  const span = known.length === 0 ? 0 : day - Math.min(...known);
  if (learnt < MUTE_DAYS) return { acute: NEVER, rate: NEVER, slow: NEVER, days: learnt, since, isLearning: true };
  // After a long silence of the log it is learnt anew.
  if (known.length < MUTE_DAYS)
    return { acute: DEFAULT_THRESHOLDS.acute, rate: NEVER, slow: NEVER, days: learnt, since, isLearning: true };
  const fitted = exceeded(stepsOf(days, day - span, day), span, budget);
  if (learnt < LEARNING_DAYS) {
    const acute = Math.max(DEFAULT_THRESHOLDS.acute, fitted.acute);
    return { acute, rate: NEVER, slow: NEVER, days: learnt, since, isLearning: true };
  }
  return { ...fitted, days: known.length, since, isLearning: false };
}

/** A principal's score of a day, and that of the day before. */
interface Step {
  readonly now: Score;
  readonly before: Score;
}

/** Days in a row over a threshold are one incident, so a day is told with the one before. */
function stepsOf(days: ReadonlyMap<number, DayScores>, from: number, to: number): Step[] {
  return Array.from({ length: to - from }, (_, index) => from + index).flatMap((on) =>
    [...(days.get(on) ?? [])].map(([who, now]) => ({ now, before: days.get(on - 1)?.get(who) ?? NONE })),
  );
}

function exceeded(steps: readonly Step[], days: number, budget: number): Score {
  const wanted = budget * days;
  const hasChoice = steps.length >= CHOICE * wanted;
  const at = (scale: number): Score => {
    const of = (channel: BehaviourChannel): number =>
      Math.max(
        hasChoice ? LEAST[channel] : FEW * DEFAULT_THRESHOLDS[channel],
        thresholdOf(steps, channel, SHARES[channel] * wanted * scale, wanted),
      );
    return { acute: of('acute'), rate: of('rate'), slow: of('slow') };
  };
  let best = at(1);
  for (let scale = 1.05; scale <= 2; scale += 0.05) {
    const wider = at(scale);
    if (steps.filter((step) => isOver(step.now, wider) && !isOver(step.before, wider)).length > wanted) break;
    best = wider;
  }
  return best;
}

function isOver(score: Score, thresholds: Score): boolean {
  return CHANNELS.some((channel) => score[channel] > thresholds[channel]);
}

/** The value over which `share` incidents of one channel would have begun. */
function thresholdOf(steps: readonly Step[], channel: BehaviourChannel, share: number, wanted: number): number {
  const rising = steps.filter(({ now, before }) => now[channel] > before[channel]);
  if (wanted < COUNTABLE)
    return tailQuantile(
      rising.map(({ now }) => now[channel]).sort((a, b) => b - a),
      share,
    );
  // Going down, an incident begins at its score and is one with that of the day before from there on.
  const turns = rising.flatMap(({ now, before }) => [
    { value: now[channel], begins: 1 },
    { value: before[channel], begins: -1 },
  ]);
  turns.sort((a, b) => b.value - a.value || a.begins - b.begins);
  let begun = 0;
  let last = turns[0]?.value ?? 0;
  for (const { value, begins } of turns) {
    begun += begins;
    // What lies between a whole number of incidents and the next is shared in proportion.
    if (begun > share) return last - Math.max(0, share - begun + 1) * (last - value);
    last = value;
  }
  return 0;
}
