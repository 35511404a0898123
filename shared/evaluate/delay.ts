import type { Alerted } from './alerted.ts';

/** How many malicious actions it took until the first alert, over the attacks that got one and whose label tells steps. */
export interface Delay {
  readonly attacks: number;
  /** Null when there are no such attacks. */
  readonly median: number | null;
  readonly p90: number | null;
}

/**
 * The actions an attacker had done when the alert fired, the one that made it fire included; an action repeated without another
 * between counts once. Undefined without an alert or without steps; 0 when what fired was earlier than the first step.
 */
export function actionsUntilAlert({ attack, sent }: Alerted): number | undefined {
  const alert = sent[0];
  if (alert === undefined || attack.steps.length === 0) return undefined;
  const done = attack.steps.filter(({ time }) => time <= alert.time);
  return done.filter(({ action }, index) => action !== done[index - 1]?.action).length;
}

export function delayOf(alerted: readonly Alerted[]): Delay {
  const counts = alerted.map(actionsUntilAlert).filter((count) => count !== undefined);
  counts.sort((a, b) => a - b);
  return { attacks: counts.length, median: quantile(counts, 0.5), p90: quantile(counts, 0.9) };
}

/** The nearest rank: the least value that at least this share of all is not above. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}
