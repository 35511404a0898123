import type { Crossing } from '../behaviour/crossing.ts';
import { DAY } from '../cloudtrail/time.ts';
import type { Finding } from '../detections/hit.ts';
import { byTimeThenId } from '../order.ts';

/** Findings and unusual days of one subject within 24 hours of the first. */
export interface Incident {
  /** Principal key of whoever it comes back to. */
  readonly subject: string;
  readonly start: number;
  readonly findings: readonly Finding[];
  readonly crossings: readonly Crossing[];
}

/** From the first finding of an incident to its end, ms. */
const INCIDENT_SPAN = DAY;

interface Open {
  readonly subject: string;
  readonly start: number;
  findings: Finding[];
  crossings: Crossing[];
}

/**
 * Groups findings and unusual behaviour into incidents. Days are added oldest first; within a day the order given doesn't matter.
 * A sequence takes in the findings it is made of, whoever's they were, because they are one story.
 */
export class IncidentBook {
  #open = new Map<string, Open>();
  #closed: Open[] = [];

  /** `open`: incidents that a book before this one had left open, the earliest of a subject first. */
  constructor(open: readonly Incident[] = []) {
    for (const { subject, start, findings, crossings } of open) {
      const known = this.#open.get(subject);
      if (known !== undefined) this.#closed.push(known);
      this.#open.set(subject, { subject, start, findings: [...findings], crossings: [...crossings] });
    }
  }

  /** Incidents that may still grow, by start. */
  open(): Incident[] {
    return this.#inOrder([...this.#closed, ...this.#open.values()]);
  }

  add(findings: readonly Finding[], crossings: readonly Crossing[] = []): void {
    for (const finding of [...findings].sort(byTimeThenId)) {
      const incident = this.#incidentOf(finding);
      incident.findings.push(finding);
      if (finding.channel === 'sequence') this.#absorb(incident, finding);
    }
    if (crossings.length === 0) return;
    const about = this.#byActor();
    for (const crossing of [...crossings].sort(byTimeThenId)) this.#addCrossing(crossing, about);
  }

  /** Incidents that nothing at or after `time` can join any more, by start. */
  close(time: number): Incident[] {
    for (const [subject, incident] of this.#open) {
      // One that a sequence has taken in whole leaves nothing behind.
      const isEmpty = incident.findings.length + incident.crossings.length === 0;
      if (incident.start + INCIDENT_SPAN > time && !isEmpty) continue;
      this.#closed.push(incident);
      this.#open.delete(subject);
    }
    const done = this.#inOrder(this.#closed);
    this.#closed = [];
    return done;
  }

  #inOrder(incidents: readonly Open[]): Incident[] {
    return incidents
      .filter(({ findings, crossings }) => findings.length + crossings.length > 0)
      .map(finished)
      .sort((a, b) => a.start - b.start || (a.subject < b.subject ? -1 : 1));
  }

  #incidentOf(finding: Finding): Open {
    const subject = finding.origin.key;
    const open = this.#open.get(subject) ?? this.#unusual(finding.event.principal.key);
    if (open !== undefined && finding.time < open.start + INCIDENT_SPAN) return open;
    return this.#begin(subject, finding.time);
  }

  /** What a session did that was unusual stands under the role that it was; who had assumed it, a finding may tell later. */
  #unusual(principal: string): Open | undefined {
    const open = this.#open.get(principal);
    return open?.findings.length === 0 ? open : undefined;
  }

  /** To the incident of the principal, or to one with a finding on it: of its own day, so before or after. */
  #addCrossing(crossing: Crossing, about: ReadonlyMap<string, readonly Open[]>): void {
    const principal = crossing.subject.activity.who.key;
    const own = this.#open.get(principal);
    const near = [...(own === undefined ? [] : [own]), ...(about.get(principal) ?? [])].find(
      ({ start }) => Math.abs(crossing.time - start) < INCIDENT_SPAN,
    );
    (near ?? this.#begin(principal, crossing.time)).crossings.push(crossing);
  }

  /** Open incidents by whoever acted in their findings, the earliest first. */
  #byActor(): ReadonlyMap<string, readonly Open[]> {
    const incidents = [...this.#open.values()].sort((a, b) => a.start - b.start || (a.subject < b.subject ? -1 : 1));
    const byActor = new Map<string, Open[]>();
    for (const open of incidents)
      for (const actor of new Set(open.findings.map(({ event }) => event.principal.key)))
        byActor.set(actor, [...(byActor.get(actor) ?? []), open]);
    return byActor;
  }

  #begin(subject: string, start: number): Open {
    const open = this.#open.get(subject);
    if (open !== undefined) this.#closed.push(open);
    const incident: Open = { subject, start, findings: [], crossings: [] };
    this.#open.set(subject, incident);
    return incident;
  }

  #absorb(incident: Open, sequence: Finding): void {
    const events = new Set(sequence.eventIds);
    for (const other of [...this.#open.values(), ...this.#closed]) {
      if (other === incident) continue;
      const parts = other.findings.filter(
        ({ channel, eventIds }) => channel === 'rule' && eventIds.some((id) => events.has(id)),
      );
      if (parts.length === 0) continue;
      incident.findings.push(...parts);
      other.findings = other.findings.filter((finding) => !parts.includes(finding));
    }
  }
}

function finished({ subject, start, findings, crossings }: Open): Incident {
  return {
    subject,
    start,
    findings: [...findings].sort(byTimeThenId),
    crossings: [...crossings].sort((a, b) => b.scores.acute - a.scores.acute || byTimeThenId(a, b)),
  };
}
