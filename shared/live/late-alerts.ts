import type { Alert } from '../alerts/alert.ts';
import { type Drawn, draw } from '../alerts/drawn.ts';
import { IncidentBook } from '../alerts/incident.ts';
import { suppressionOf, suppressionOfCrossing } from '../alerts/suppression.ts';
import { compareText } from '../order.ts';
import type { Settled } from '../pipeline/process-object.ts';
import type { LiveDeps } from './ports.ts';

/**
 * Alerts of a day that was judged again, of those incidents that have something new in them. Made of that day alone: the books know
 * no more of a day that is sealed.
 */
export function alertsWithNew(
  { findings, behaved }: Settled,
  isNew: (one: { readonly id: string }) => boolean,
  { config, catalogue }: Pick<LiveDeps, 'config' | 'catalogue'>,
): readonly Drawn[] {
  const book = new IncidentBook();
  book.add(
    findings.filter((finding) => suppressionOf(finding, config) === undefined),
    behaved.crossings.filter((crossing) => suppressionOfCrossing(crossing, config) === undefined),
  );
  return book
    .close(Number.POSITIVE_INFINITY)
    .filter((incident) => [...incident.findings, ...incident.crossings].some(isNew))
    .flatMap((incident) => draw(incident, config, catalogue) ?? []);
}

/** All of them by time; of two of one id, as when a file came late for one, that which is made of more. */
export function withLate(alerts: readonly Alert[], late: readonly Alert[]): Alert[] {
  const all = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const alert of late) {
    const known = all.get(alert.id);
    if (known === undefined || alert.findingIds.length > known.findingIds.length) all.set(alert.id, alert);
  }
  return [...all.values()].sort((a, b) => compareText(a.time, b.time) || compareText(a.id, b.id));
}
