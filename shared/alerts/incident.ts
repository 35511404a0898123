import { DAY } from '../cloudtrail/time.ts';
import type { Finding } from '../detections/hit.ts';
import { byTimeThenId } from '../order.ts';

/** Findings of one subject within 24 hours of the first. */
export interface Incident {
  /** Principal key of whoever it comes back to. */
  readonly subject: string;
  readonly start: number;
  readonly findings: readonly Finding[];
}

/** From the first finding of an incident to its end, ms. */
const INCIDENT_SPAN = DAY;

interface Open {
  readonly subject: string;
  readonly start: number;
  findings: Finding[];
}

/**
 * Groups findings into incidents. Days are added oldest first; within a day the order given doesn't matter. A sequence takes
 * in the findings it is made of, whoever's they were, because they are one story.
 */
export class IncidentBook {
  #open = new Map<string, Open>();
  #closed: Open[] = [];

  add(findings: readonly Finding[]): void {
    for (const finding of [...findings].sort(byTimeThenId)) {
      const incident = this.#incidentOf(finding);
      incident.findings.push(finding);
      if (finding.channel === 'sequence') this.#absorb(incident, finding);
    }
  }

  /** Incidents that nothing at or after `time` can join any more, by start. */
  close(time: number): Incident[] {
    for (const [subject, incident] of this.#open) {
      if (incident.start + INCIDENT_SPAN > time) continue;
      this.#closed.push(incident);
      this.#open.delete(subject);
    }
    const done = this.#closed.filter(({ findings }) => findings.length > 0);
    this.#closed = [];
    return done.map(finished).sort((a, b) => a.start - b.start || (a.subject < b.subject ? -1 : 1));
  }

  #incidentOf(finding: Finding): Open {
    const subject = finding.origin.key;
    const open = this.#open.get(subject);
    if (open !== undefined && finding.time < open.start + INCIDENT_SPAN) return open;
    if (open !== undefined) this.#closed.push(open);
    const incident: Open = { subject, start: finding.time, findings: [] };
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

function finished({ subject, start, findings }: Open): Incident {
  return { subject, start, findings: [...findings].sort(byTimeThenId) };
}
