import { dayOf } from '../cloudtrail/time.ts';
import type { Attack } from './attack.ts';
import type { AlertLine, FindingLine } from './lines.ts';

type Told = Pick<AlertLine | FindingLine, 'eventIds' | 'principal' | 'time'>;

/** The labelled attacks, and what in a run is about which of them. */
export class Labels {
  readonly attacks: readonly Attack[];
  readonly #byEvent = new Map<string, Attack[]>();
  readonly #byPrincipal: ReadonlyMap<string, readonly Attack[]>;

  constructor(attacks: readonly Attack[]) {
    this.attacks = attacks;
    this.#byPrincipal = Map.groupBy(attacks, ({ principal }) => principal);
    for (const attack of attacks)
      for (const id of new Set(attack.steps.map(({ eventId }) => eventId)))
        this.#byEvent.set(id, [...(this.#byEvent.get(id) ?? []), attack]);
  }

  /** Whether a day of a principal is no benign one. */
  touches(principal: string, day: number): boolean {
    return this.#byPrincipal.get(principal)?.some(({ touched }) => touched.has(day)) ?? false;
  }

  /** The attacks an alert is about: those it shares an event with; when there are none, those of its principal at its time. */
  ofAlert(alert: Told): Attack[] {
    const shared = this.#sharing(alert);
    return shared.length > 0 ? shared : this.#meanwhile(alert);
  }

  /** A finding is about one event, so principal and time are asked only where a label tells no events. */
  isBenign(finding: Told): boolean {
    return this.#sharing(finding).length === 0 && this.#meanwhile(finding).every((attack) => attack.steps.length > 0);
  }

  #sharing({ eventIds }: Told): Attack[] {
    return [...new Set(eventIds.flatMap((id) => this.#byEvent.get(id) ?? []))];
  }

  #meanwhile({ principal, time }: Told): Attack[] {
    const own = this.#byPrincipal.get(principal) ?? [];
    return own.filter(({ start, end }) => start <= time && time < end);
  }
}

/** An alert, and the attacks it is about; none of them: it is benign. */
export interface Matched {
  readonly alert: AlertLine;
  readonly day: number;
  readonly attacks: readonly Attack[];
}

export function matched(alerts: readonly AlertLine[], labels: Labels): Matched[] {
  return alerts.map((alert) => ({ alert, day: dayOf(alert.time), attacks: labels.ofAlert(alert) }));
}
