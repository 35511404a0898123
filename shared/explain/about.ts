import { compareText } from '../order.ts';
import type { AlertLine, FindingLine } from './lines.ts';

/** An alert, and whether the budget kept it from being sent. */
export interface KnownAlert {
  readonly alert: AlertLine;
  readonly inDigest: boolean;
}

/** What a run knows about an id. The first alert or finding is the one that has the id, unless it is an event's. */
export interface About {
  readonly id: string;
  /** `event`: nothing in the run is called so; perhaps no event is either. */
  readonly kind: 'alert' | 'finding' | 'event';
  readonly alerts: readonly KnownAlert[];
  /** In the order of their alert: the worst first. */
  readonly findings: readonly FindingLine[];
}

/** Gathers what belongs to an id while a run is read: all alerts first, because they name their findings. */
export class Gathered {
  readonly #id: string;
  readonly #alerts: KnownAlert[] = [];
  readonly #findings: FindingLine[] = [];
  #own: AlertLine | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  alert(alert: AlertLine, inDigest: boolean): void {
    if (alert.id === this.#id) this.#own = alert;
    else if (!alert.findingIds.includes(this.#id) && !alert.eventIds.includes(this.#id)) return;
    this.#alerts.push({ alert, inDigest });
  }

  finding(finding: FindingLine): void {
    const isOf = this.#own?.findingIds.includes(finding.id);
    if (isOf || finding.id === this.#id || (this.#own === undefined && finding.eventIds.includes(this.#id)))
      this.#findings.push(finding);
  }

  about(): About {
    const own = this.#own;
    const rank = (id: string): number => own?.findingIds.indexOf(id) ?? 0;
    const findings = this.#findings.sort((a, b) => rank(a.id) - rank(b.id) || compareText(a.time, b.time));
    const isFinding = findings.some(({ id }) => id === this.#id);
    const alerts = own === undefined ? this.#alerts : this.#alerts.filter(({ alert }) => alert === own);
    return { id: this.#id, kind: own !== undefined ? 'alert' : isFinding ? 'finding' : 'event', alerts, findings };
  }
}

/** Events of what has the id, those first that show the worst of it. */
export function eventsOf({ id, kind, alerts, findings }: About): string[] {
  if (kind === 'event') return [id];
  if (kind === 'finding') return [...new Set(findings.flatMap(({ eventIds }) => eventIds))];
  const ofFindings = findings.flatMap(({ eventIds }) => eventIds);
  const ofAlert = alerts.flatMap(({ alert }) => alert.eventIds);
  const isByRule = alerts.some(({ alert }) => alert.channel === 'rule' || alert.channel === 'sequence');
  return [...new Set(isByRule ? [...ofFindings, ...ofAlert] : [...ofAlert, ...ofFindings])];
}

/** Whose doing it was, as far as the run tells: first whom it comes back to, then who acted. */
export function principalsOf({ alerts, findings, kind }: About): string[] {
  const first = kind === 'alert' ? alerts.map(({ alert }) => alert.principal) : [];
  return [...new Set([...first, ...findings.map(({ principal }) => principal)])];
}

/** When it was (ISO); undefined for an event, whose record tells. */
export function timeOf({ kind, alerts, findings }: About): string | undefined {
  if (kind === 'event') return undefined;
  return kind === 'alert' ? alerts[0]?.alert.time : findings[0]?.time;
}
