import { DAY } from '../cloudtrail/time.ts';
import { rank } from '../detections/severity.ts';
import { compareText } from '../order.ts';
import type { Alert } from './alert.ts';

/** What quiet days leave over may be used on a busy one, up to so many days of it. */
const SAVED_DAYS = 5;

/** Of what a budget is kept: so neither can use up what the other needs. undefined: always goes out. */
export type Budgeted = 'behaviour' | 'ordinary';

/** High and critical rules always go out. Of unusual behaviour about `budget` a UTC day do, and of low and medium rules as many. */
export function budgetedAs({ channel, severity }: Alert): Budgeted | undefined {
  if (channel !== 'rule' && channel !== 'sequence') return 'behaviour';
  return rank(severity) < rank('high') ? 'ordinary' : undefined;
}

/** What is left of a budget after a day. */
export interface Left {
  readonly day: number;
  readonly alerts: number;
}
export type Lefts = Readonly<Partial<Record<Budgeted, Left>>>;

/** How many may go out on a day, when `budget` a day may: what one day leaves over the next may use. */
export function mayGo(left: Left | undefined, day: number, budget: number): number {
  const most = Math.max(1, SAVED_DAYS * budget);
  return left === undefined ? most : Math.min(most, left.alerts + (day - left.day) * budget);
}

/**
 * What goes out of whole days' alerts, and what is over the budget of its day and goes to the digest: the more severe go first, then
 * those with more evidence. `before`: what the days before left over. `dayOf`: the UTC day whose budget an alert uses.
 */
export function withinBudget(
  alerts: readonly Alert[],
  budgetOn: number | ((day: number) => number),
  before: Lefts = {},
  dayOf: (alert: Alert) => number = dayOfAlert,
): { readonly alerts: Alert[]; readonly digest: Alert[]; readonly lefts: Lefts } {
  const over = new Set<Alert>();
  const lefts: Partial<Record<Budgeted, Left>> = { ...before };
  for (const [day, today] of [...Map.groupBy(alerts, dayOf)].sort(([a], [b]) => a - b)) {
    const budget = typeof budgetOn === 'number' ? budgetOn : budgetOn(day);
    for (const kind of ['behaviour', 'ordinary'] as const) {
      const mine = today.filter((alert) => budgetedAs(alert) === kind).sort(worstFirst);
      if (mine.length === 0) continue;
      const left = mayGo(lefts[kind], day, budget);
      const going = Math.min(mine.length, Math.floor(left));
      lefts[kind] = { day, alerts: left - going };
      for (const alert of mine.slice(going)) over.add(alert);
    }
  }
  return {
    alerts: alerts.filter((alert) => !over.has(alert)),
    digest: alerts.filter((alert) => over.has(alert)),
    lefts,
  };
}

/** The UTC day of the event that made an alert fire. */
function dayOfAlert({ time }: Alert): number {
  return Math.floor(Date.parse(time) / DAY);
}

function worstFirst(a: Alert, b: Alert): number {
  return (
    rank(b.severity) - rank(a.severity) || b.score - a.score || compareText(a.time, b.time) || compareText(a.id, b.id)
  );
}
