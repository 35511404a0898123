import type { Crossing } from '../behaviour/crossing.ts';
import { DAY } from '../cloudtrail/time.ts';
import type { Config, Suppression } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Finding } from '../detections/hit.ts';
import { compareText } from '../order.ts';
import type { Alert } from './alert.ts';
import { type Lefts, withinBudget } from './budget.ts';
import { type Drawn, draw } from './drawn.ts';
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

/** Alerts of days that are over: those within the budget, and those over it, by time. */
export interface Told {
  readonly alerts: readonly Drawn[];
  readonly digest: readonly Drawn[];
}

/** What is left open after a day: plain values, so that the next day can be told elsewhere. */
export interface AlertingState {
  readonly open: readonly Incident[];
  readonly waiting: readonly Drawn[];
  readonly lefts: Lefts;
  /** Alerts a day since a UTC day; it grows with the number of accounts. */
  readonly budgets: readonly (readonly [day: number, budget: number])[];
}
const BEGINNING: AlertingState = { open: [], waiting: [], lefts: {}, budgets: [] };

/** From findings, a day at a time, to alerts. Suppressed findings are kept and marked, they just alert nobody. */
export class Alerting {
  readonly #config: Config;
  readonly #catalogue: Catalogue;
  readonly #book: IncidentBook;
  #waiting: Drawn[];
  #lefts: Lefts;
  #budgets: (readonly [day: number, budget: number])[];

  constructor(config: Config, catalogue: Catalogue, { open, waiting, lefts, budgets } = BEGINNING) {
    this.#config = config;
    this.#catalogue = catalogue;
    this.#book = new IncidentBook(open);
    this.#waiting = [...waiting];
    this.#lefts = lefts;
    this.#budgets = [...budgets];
  }

  /** Takes the day before `nextDay`, judged: nothing of an earlier one can come any more. */
  day(findings: readonly Finding[], nextDay: number, unusual: Unusual = NOTHING): Marked[] {
    // What ended on silent days before: whether these are taken one by one, or not at all, can't matter.
    this.#close((nextDay - 1) * DAY);
    const marked = findings.map((finding) => ({ finding, suppression: suppressionOf(finding, this.#config) }));
    this.#book.add(
      marked.filter(({ suppression }) => suppression === undefined).map(({ finding }) => finding),
      unusual.crossings.filter((crossing) => suppressionOfCrossing(crossing, this.#config) === undefined),
    );
    const known = this.#budgets.at(-1)?.[1] ?? 0;
    if (unusual.budget > known) this.#budgets.push([nextDay - 1, unusual.budget]);
    this.#close(nextDay * DAY);
    return marked;
  }

  /** Takes out the alerts of days before `nextDay` to which nothing can be added any more. */
  take(nextDay: number): Told {
    // An incident lasts a day: until the next one is over, what began on the last may still grow.
    return this.#takeBefore(nextDay - 1);
  }

  /** What is open now, as it would be told if nothing were added. */
  open(): Drawn[] {
    return this.#alertsOf(this.#book.open()).sort(byTime);
  }

  /** All that is left, when nothing more will come. */
  end(): { alerts: Alert[]; digest: Alert[] } {
    this.#close(Number.POSITIVE_INFINITY);
    const { alerts, digest } = this.#takeBefore(Number.POSITIVE_INFINITY);
    return { alerts: alerts.map(({ alert }) => alert), digest: digest.map(({ alert }) => alert) };
  }

  state(): AlertingState {
    return { open: this.#book.open(), waiting: this.#waiting, lefts: this.#lefts, budgets: this.#budgets };
  }

  /** Nothing at or after `time` can make incidents grow that ended before it. */
  #close(time: number): void {
    this.#waiting.push(...this.#alertsOf(this.#book.close(time)));
  }

  /** With those over the budget apart: they go to a digest, not into silence. */
  #takeBefore(day: number): Told {
    const taken = this.#waiting.filter((drawn) => drawn.day < day).sort(byTime);
    this.#waiting = this.#waiting.filter((drawn) => drawn.day >= day);
    const dayOf = new Map(taken.map((drawn) => [drawn.alert, drawn.day]));
    const all = taken.map(({ alert }) => alert);
    const told = withinBudget(
      all,
      (on) => this.#budgetOn(on),
      this.#lefts,
      (alert) => dayOf.get(alert) ?? day,
    );
    this.#lefts = told.lefts;
    const over = new Set(told.digest);
    return {
      alerts: taken.filter(({ alert }) => !over.has(alert)),
      digest: taken.filter(({ alert }) => over.has(alert)),
    };
  }

  #budgetOn(day: number): number {
    return this.#config.alerts.budget ?? this.#budgets.findLast(([since]) => since <= day)?.[1] ?? 1;
  }

  #alertsOf(incidents: readonly Incident[]): Drawn[] {
    return incidents.flatMap((incident) => draw(incident, this.#config, this.#catalogue) ?? []);
  }
}

function byTime({ alert: a }: Drawn, { alert: b }: Drawn): number {
  return compareText(a.time, b.time) || compareText(a.id, b.id);
}
