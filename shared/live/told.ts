import type { Drawn, Part } from '../alerts/drawn.ts';
import type { AlertNotice } from '../alerts/notice.ts';
import { rank, type Severity } from '../detections/severity.ts';

/** What people were told of one incident: under which id, and of which parts in which revision. */
export interface ToldIncident {
  readonly id: string;
  /** The highest revision that was begun. */
  readonly revision: number;
  readonly severity: Severity;
  readonly parts: readonly ToldPart[];
}
interface ToldPart extends Part {
  /** 0: taken note of; it was no news. */
  readonly revision: number;
  /** Handed over. What is not is sent again, under the same revision. */
  readonly sent: boolean;
}

/** How much of an alert people know as this incident: its parts that they were told of, and all of it when they know its id. */
export function likeness(told: ToldIncident, { alert, parts }: Drawn): number {
  if (told.id === alert.id) return Number.POSITIVE_INFINITY;
  return parts.filter(({ id }) => told.parts.some((part) => part.id === id)).length;
}

/**
 * What is to be sent of an alert, and what is then written down. Written before it is sent: whoever comes second, or again after a
 * crash, knows the id and the revision. Without news, and with nothing left to send, there is no notice. `elsewhere`: parts that
 * were told as another incident, before it was known that they are one.
 */
export function claim(
  told: ToldIncident | undefined,
  drawn: Drawn,
  elsewhere: ReadonlySet<string>,
): { told: ToldIncident; notices: AlertNotice[] } {
  const { alert, parts } = drawn;
  const known = new Map(told?.parts.map((part) => [part.id, part]));
  const fresh = parts.filter(({ id }) => !known.has(id));
  const torn = told === undefined ? [] : tornIn(told, parts);
  const news = told === undefined ? fresh : fresh.filter((part) => !elsewhere.has(part.id) && isNews(part, told));
  const isTold = news.length + torn.length > 0;
  const revision = (told?.revision ?? 0) + (isTold ? 1 : 0);
  const noted = fresh.map((part): ToldPart => ({ ...part, revision: isTold ? revision : 0, sent: !isTold }));
  const next: ToldIncident = {
    id: told?.id ?? alert.id,
    revision,
    severity: told === undefined || rank(alert.severity) > rank(told.severity) ? alert.severity : told.severity,
    parts: [...(told?.parts ?? []).map((part) => (torn.includes(part) ? { ...part, revision } : part)), ...noted],
  };
  const mine = new Set(parts.map(({ id }) => id));
  const unsent = next.parts.filter(({ id, sent }) => !sent && mine.has(id)).map((part) => part.revision);
  return { told: next, notices: [...new Set(unsent)].sort((a, b) => a - b).map((one) => noticeOf(next, one, drawn)) };
}

/**
 * Of these parts those that are in an unsent revision with parts which are not known here: it can't be sent from here, and whether
 * whoever began it still will, nobody knows. They are told in a revision of their own.
 */
function tornIn(told: ToldIncident, parts: readonly Part[]): ToldPart[] {
  const mine = new Set(parts.map(({ id }) => id));
  const unsent = told.parts.filter(({ sent }) => !sent);
  const beyond = new Set(unsent.filter(({ id }) => !mine.has(id)).map(({ revision }) => revision));
  return unsent.filter(({ id, revision }) => mine.has(id) && beyond.has(revision));
}

/** A rule that was not told of yet, or the same more severe. */
function isNews({ rule, severity }: Part, told: ToldIncident): boolean {
  const same = told.parts.filter((part) => part.rule === rule);
  return same.every((part) => rank(part.severity) < rank(severity));
}

function noticeOf({ id, parts }: ToldIncident, revision: number, drawn: Drawn): AlertNotice {
  const { alert } = drawn;
  const told = parts.filter((part) => part.revision === revision);
  const rules = [...new Set(told.map(({ rule, severity }) => `${rule} (${severity})`))];
  return {
    kind: revision === 1 ? 'alert' : 'update',
    key: `${id}.${revision}`,
    id,
    revision,
    alert,
    detections: [...new Set(drawn.parts.map((part) => part.rule))],
    news: revision === 1 ? [] : rules,
  };
}

/** The same once a revision was handed over. */
export function withSent(told: ToldIncident, revision: number): ToldIncident {
  return { ...told, parts: told.parts.map((part) => (part.revision === revision ? { ...part, sent: true } : part)) };
}
