import { compareText } from '../order.ts';
import { isBehavioural, precisionOf } from './alerted.ts';
import type { Ratio } from './family.ts';
import type { Matched } from './labels.ts';
import { isIn, type Window } from './window.ts';

/** Alerts of one channel and severity in the window. */
export interface Kind {
  readonly channel: string;
  readonly severity: string;
  readonly benign: number;
  readonly onAttacks: number;
}

/** What a run asks of those who read its alerts, in the window. */
export interface Load {
  readonly precision: Ratio;
  readonly kinds: readonly Kind[];
  readonly benignADay: number;
  /** Benign alerts from scores, which the budget is for. */
  readonly behavioural: {
    readonly benign: number;
    readonly benignADay: number;
    /** Behavioural alerts a day that were asked for; null when the run does not say. */
    readonly target: number | null;
    /** The former divided by the latter: 1 is as asked for. */
    readonly realised: number | null;
  };
  /** Over the budget: in the digest. */
  readonly digest: { readonly benign: number; readonly onAttacks: number };
}

export function loadOf(
  sent: readonly Matched[],
  digest: readonly Matched[],
  window: Window,
  target: number | undefined,
): Load {
  const alerts = sent.filter(({ day }) => isIn(window, day));
  const precision = precisionOf(alerts);
  const behavioural = alerts.filter(({ alert, attacks }) => attacks.length === 0 && isBehavioural(alert)).length;
  const over = precisionOf(digest.filter(({ day }) => isIn(window, day)));
  return {
    precision,
    kinds: kindsOf(alerts),
    benignADay: (precision.of - precision.found) / window.days,
    behavioural: {
      benign: behavioural,
      benignADay: behavioural / window.days,
      target: target ?? null,
      realised: target === undefined ? null : behavioural / window.days / target,
    },
    digest: { benign: over.of - over.found, onAttacks: over.found },
  };
}

function kindsOf(alerts: readonly Matched[]): Kind[] {
  const kinds = Map.groupBy(alerts, ({ alert }) => `${alert.channel} ${alert.severity}`);
  return [...kinds]
    .sort(([a], [b]) => compareText(a, b))
    .map(([kind, some]) => {
      const [channel = '', severity = ''] = kind.split(' ');
      const { found, of } = precisionOf(some);
      return { channel, severity, benign: of - found, onAttacks: found };
    });
}
