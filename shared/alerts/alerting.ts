import { DAY, isoDay } from '../cloudtrail/time.ts';
import type { Config, Suppression } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Finding } from '../detections/hit.ts';
import { rank } from '../detections/severity.ts';
import { compareText } from '../order.ts';
import type { Alert } from './alert.ts';
import { alertOf } from './explain.ts';
import { type Incident, IncidentBook } from './incident.ts';
import { suppressionOf } from './suppression.ts';

/** A finding and what quiets it. */
export interface Marked {
  readonly finding: Finding;
  readonly suppression: Suppression | undefined;
}

/** From findings, a day at a time, to alerts. Suppressed findings are kept and marked, they just alert nobody. */
export class Alerting {
  readonly #config: Config;
  readonly #catalogue: Catalogue;
  readonly #book = new IncidentBook();
  readonly #alerts: Alert[] = [];

  constructor(config: Config, catalogue: Catalogue) {
    this.#config = config;
    this.#catalogue = catalogue;
  }

  /** Takes a judged day. `nextDay`: nothing of an earlier day can come any more. */
  day(findings: readonly Finding[], nextDay: number): Marked[] {
    const marked = findings.map((finding) => ({ finding, suppression: suppressionOf(finding, this.#config) }));
    this.#book.add(marked.filter(({ suppression }) => suppression === undefined).map(({ finding }) => finding));
    this.#finish(this.#book.close(nextDay * DAY));
    return marked;
  }

  /** All alerts by time, with those over the budget apart: they go to a digest, not into silence. */
  end(): { alerts: Alert[]; digest: Alert[] } {
    this.#finish(this.#book.close(Number.POSITIVE_INFINITY));
    const sorted = this.#alerts.sort((a, b) => compareText(a.time, b.time) || compareText(a.id, b.id));
    return withinBudget(sorted, this.#config.alerts.budget);
  }

  #finish(incidents: readonly Incident[]): void {
    const least = rank(this.#config.alerts.minSeverity);
    for (const incident of incidents)
      if (incident.findings.some(({ severity }) => rank(severity) >= least))
        this.#alerts.push(alertOf(incident, this.#config.alerts.minSeverity, this.#catalogue));
  }
}

/** High and critical always go out; of the others the first `budget` of a UTC day, the more severe first. */
export function withinBudget(
  alerts: readonly Alert[],
  budget: number | undefined,
): { alerts: Alert[]; digest: Alert[] } {
  if (budget === undefined) return { alerts: [...alerts], digest: [] };
  const over = new Set<Alert>();
  const days = Map.groupBy(alerts, ({ time }) => isoDay(Math.floor(Date.parse(time) / DAY)));
  for (const today of days.values()) {
    const ordinary = today.filter(({ severity }) => severity !== 'high' && severity !== 'critical');
    ordinary.sort(
      (a, b) => rank(b.severity) - rank(a.severity) || compareText(a.time, b.time) || compareText(a.id, b.id),
    );
    for (const alert of ordinary.slice(Math.floor(budget))) over.add(alert);
  }
  return { alerts: alerts.filter((alert) => !over.has(alert)), digest: alerts.filter((alert) => over.has(alert)) };
}
