import { DAY } from '../cloudtrail/time.ts';
import { rank } from '../detections/severity.ts';
import { compareText } from '../order.ts';
import type { Alert } from './alert.ts';

/** What quiet days leave over may be used on a busy one, up to so many days of it. */
const SAVED_DAYS = 5;

/**
 * High and critical rules always go out. Of the rest, behaviour and low or medium rules together, about `budget` a UTC day: what
 * one day leaves over the next may use. The more severe go first, then those with more evidence; what is over goes to the digest.
 */
export function withinBudget(alerts: readonly Alert[], budget: number): { alerts: Alert[]; digest: Alert[] } {
  const most = Math.max(1, SAVED_DAYS * budget);
  const over = new Set<Alert>();
  const days = [...Map.groupBy(alerts.filter(isBudgeted), dayOfAlert)].sort(([a], [b]) => a - b);
  let left = most;
  let last: number | undefined;
  for (const [day, today] of days) {
    if (last !== undefined) left = Math.min(most, left + (day - last) * budget);
    last = day;
    for (const alert of today.sort(worstFirst)) {
      if (left < 1) over.add(alert);
      else left -= 1;
    }
  }
  return { alerts: alerts.filter((alert) => !over.has(alert)), digest: alerts.filter((alert) => over.has(alert)) };
}

/** Rules of high severity are told whatever the budget. */
function isBudgeted({ severity, channel }: Alert): boolean {
  return (channel !== 'rule' && channel !== 'sequence') || rank(severity) < rank('high');
}

function dayOfAlert({ time }: Alert): number {
  return Math.floor(Date.parse(time) / DAY);
}

function worstFirst(a: Alert, b: Alert): number {
  return (
    rank(b.severity) - rank(a.severity) || b.score - a.score || compareText(a.time, b.time) || compareText(a.id, b.id)
  );
}
