import { isBehavioural } from './alerted.ts';
import type { Ratio } from './family.ts';
import type { Matched } from './labels.ts';
import type { PrincipalDay, Scored } from './principal-days.ts';
import { isIn, type Window } from './window.ts';

/** Days since a principal's first score during which little is known of it. */
const YOUNG_DAYS = 7;

/** How much of the noise comes from principals of whom little is known, beside how many they are. In the window. */
export interface Young {
  /** Benign behavioural alerts. */
  readonly alerts: Ratio;
  /** Such alerts about principals without any score: their age can't be told, and they are not in `alerts`. */
  readonly ageless: number;
  /** Benign principal-days. */
  readonly principalDays: Ratio;
}

export function youngOf(
  sent: readonly Matched[],
  benign: readonly PrincipalDay[],
  principals: ReadonlyMap<string, Scored>,
  window: Window,
): Young {
  const alerts = sent.filter(
    ({ alert, attacks, day }) => attacks.length === 0 && isBehavioural(alert) && isIn(window, day),
  );
  const ages = alerts.flatMap(({ alert, day }) => {
    const scored = principals.get(alert.principal);
    return scored === undefined ? [] : [day - scored.firstDay];
  });
  return {
    alerts: { found: ages.filter((age) => age < YOUNG_DAYS).length, of: ages.length },
    ageless: alerts.length - ages.length,
    principalDays: {
      found: benign.filter(({ of, day }) => day - of.firstDay < YOUNG_DAYS).length,
      of: benign.length,
    },
  };
}
