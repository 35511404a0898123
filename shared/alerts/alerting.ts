import type { Crossing } from '../behaviour/crossing.ts';
import { DAY } from '../cloudtrail/time.ts';
import type { Config, Suppression } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Finding } from '../detections/hit.ts';
import { rank } from '../detections/severity.ts';
import { compareText } from '../order.ts';
import type { Alert } from './alert.ts';
import { withinBudget } from './budget.ts';
import { alertOf, severitiesOf } from './explain.ts';
import { type Incident, IncidentBook } from './incident.ts';
import { suppressionOf, suppressionOfCrossing } from './suppression.ts';

/** A finding and what quiets it. */
export interface Marked {
  readonly finding: Finding;
  readonly suppression: Suppression | undefined;
}

/** What behaviour adds to a day: see `Behaved` in shared/pipeline/behave.ts. */
interface Unusual {
  readonly crossings: readonly Crossing[];
  /** Alerts a day, where the configuration names none. */
  readonly budget: number;
}
const NOTHING: Unusual = { crossings: [], budget: 1 };

/** From findings, a day at a time, to alerts. Suppressed findings are kept and marked, they just alert nobody. */
export class Alerting {
  readonly #config: Config;
  readonly #catalogue: Catalogue;
  readonly #book = new IncidentBook();
  readonly #alerts: Alert[] = [];
  #budget = 1;

  constructor(config: Config, catalogue: Catalogue) {
    this.#config = config;
    this.#catalogue = catalogue;
  }

  /** Takes a judged day. `nextDay`: nothing of an earlier day can come any more. */
  day(findings: readonly Finding[], nextDay: number, unusual: Unusual = NOTHING): Marked[] {
    const marked = findings.map((finding) => ({ finding, suppression: suppressionOf(finding, this.#config) }));
    this.#book.add(
      marked.filter(({ suppression }) => suppression === undefined).map(({ finding }) => finding),
      unusual.crossings.filter((crossing) => suppressionOfCrossing(crossing, this.#config) === undefined),
    );
    this.#budget = Math.max(this.#budget, unusual.budget);
    this.#finish(this.#book.close(nextDay * DAY));
    return marked;
  }

  /** All alerts by time, with those over the budget apart: they go to a digest, not into silence. */
  end(): { alerts: Alert[]; digest: Alert[] } {
    this.#finish(this.#book.close(Number.POSITIVE_INFINITY));
    const sorted = this.#alerts.sort((a, b) => compareText(a.time, b.time) || compareText(a.id, b.id));
    return withinBudget(sorted, this.#config.alerts.budget ?? this.#budget);
  }

  #finish(incidents: readonly Incident[]): void {
    const least = rank(this.#config.alerts.minSeverity);
    for (const incident of incidents)
      if (severitiesOf(incident).some((severity) => rank(severity) >= least))
        this.#alerts.push(alertOf(incident, this.#config.alerts.minSeverity, this.#catalogue));
  }
}
