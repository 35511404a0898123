import { DAY } from '../cloudtrail/time.ts';
import { rank } from '../detections/severity.ts';
import { compareText } from '../order.ts';
import type { Alert } from './alert.ts';

/** What quiet days leave over may be used on a busy one, up to so many days of it. */
const SAVED_DAYS = 5;

/**
 * High and critical rules always go out. Of unusual behaviour about `budget` a UTC day do, and of low and medium rules as many: so
 * neither can use up what the other needs. What one day leaves over the next may use; the more severe go first, then those with
 * more evidence; what is over goes to the digest.
 */
export function withinBudget(alerts: readonly Alert[], budget: number): { alerts: Alert[]; digest: Alert[] } {
  const behaviour = alerts.filter(isBehaviour);
  const ordinary = alerts.filter((alert) => !isBehaviour(alert) && rank(alert.severity) < rank('high'));
  const over = new Set([...overBudget(behaviour, budget), ...overBudget(ordinary, budget)]);
  return { alerts: alerts.filter((alert) => !over.has(alert)), digest: alerts.filter((alert) => over.has(alert)) };
}

function isBehaviour({ channel }: Alert): boolean {
  return channel !== 'rule' && channel !== 'sequence';
}

function overBudget(alerts: readonly Alert[], budget: number): Alert[] {
  const most = Math.max(1, SAVED_DAYS * budget);
  const days = [...Map.groupBy(alerts, dayOfAlert)].sort(([a], [b]) => a - b);
  let left = most;
  let last = days[0]?.[0] ?? 0;
  return days.flatMap(([day, today]) => {
    left = Math.min(most, left + (day - last) * budget);
    last = day;
    const going = Math.min(today.length, Math.floor(left));
    left -= going;
    return today.sort(worstFirst).slice(going);
  });
}

function dayOfAlert({ time }: Alert): number {
  return Math.floor(Date.parse(time) / DAY);
}

function worstFirst(a: Alert, b: Alert): number {
  return (
    rank(b.severity) - rank(a.severity) || b.score - a.score || compareText(a.time, b.time) || compareText(a.id, b.id)
  );
}
