import { isBehavioural } from './alerted.ts';
import type { Matched } from './labels.ts';
import type { Window } from './window.ts';

/** Alerts that were sent in a week of the run: they show how long learning takes. */
export interface Week {
  /** From 1, since the first day of the run. */
  readonly week: number;
  /** 7, but for the last. */
  readonly days: number;
  readonly benignBehavioural: number;
  /** Rules and sequences. */
  readonly benignRule: number;
  readonly onAttacks: number;
}

export function weeksOf(alerts: readonly Matched[], { first, last }: Pick<Window, 'first' | 'last'>): Week[] {
  const byWeek = Map.groupBy(alerts, ({ day }) => Math.floor((day - first) / 7));
  return Array.from({ length: Math.ceil((last - first + 1) / 7) }, (_, index) => {
    const some = byWeek.get(index) ?? [];
    const benign = some.filter(({ attacks }) => attacks.length === 0);
    const behavioural = benign.filter(({ alert }) => isBehavioural(alert)).length;
    return {
      week: index + 1,
      days: Math.min(7, last - first - index * 7 + 1),
      benignBehavioural: behavioural,
      benignRule: benign.length - behavioural,
      onAttacks: some.length - benign.length,
    };
  });
}
