import { dayOf } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import { rank, type Severity } from '../detections/severity.ts';
import type { Alert } from './alert.ts';
import { alertOf, severitiesOf } from './explain.ts';
import type { Incident } from './incident.ts';
import { severityOf } from './unusual.ts';

/** An alert with what it is made of: enough to know whether people were told of it under another id, or of less. */
export interface Drawn {
  readonly alert: Alert;
  /** UTC day on which its incident began: of that day's budget. A sequence may take in what fired before, so `alert.time` may be earlier. */
  readonly day: number;
  /**
   * Principals it is about: first whose incident it is, then whoever acted and whoever stood behind them. Who had assumed a role may
   * be known only later: whose incident it was until then is among them.
   */
  readonly subjects: readonly string[];
  readonly parts: readonly Part[];
}

/** A finding or an unusual day that is severe enough to alert. */
export interface Part {
  readonly id: string;
  /** A detection's or sequence's id, or `behaviour-acute`. */
  readonly rule: string;
  readonly severity: Severity;
}

/** The alert of an incident; undefined when nothing in it is severe enough. */
export function draw(incident: Incident, config: Config, catalogue: Catalogue): Drawn | undefined {
  const { minSeverity } = config.alerts;
  const isSevere = (severity: Severity): boolean => rank(severity) >= rank(minSeverity);
  if (!severitiesOf(incident).some(isSevere)) return undefined;
  const { findings, crossings, subject } = incident;
  const actors = [
    ...findings.map(({ event }) => event.principal.key),
    ...crossings.map((crossing) => crossing.subject.activity.who.key),
  ];
  const behind = findings.flatMap(({ origin, chain }) => [origin.key, ...chain.map(({ key }) => key)]);
  const parts: Part[] = [
    ...findings.map(({ id, rule, severity }) => ({ id, rule, severity })),
    ...crossings.map((one) => ({ id: one.id, rule: `behaviour-${one.channel}`, severity: severityOf(one) })),
  ];
  return {
    alert: alertOf(incident, minSeverity, catalogue),
    day: dayOf(incident.start),
    subjects: [...new Set([subject, ...[...actors, ...behind].sort()])],
    parts: parts.filter(({ severity }) => isSevere(severity)).sort((a, b) => rank(b.severity) - rank(a.severity)),
  };
}
