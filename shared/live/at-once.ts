import { type Drawn, draw } from '../alerts/drawn.ts';
import { IncidentBook } from '../alerts/incident.ts';
import { suppressionOf, suppressionOfCrossing } from '../alerts/suppression.ts';
import type { Crossing } from '../behaviour/crossing.ts';
import { DAY } from '../cloudtrail/time.ts';
import type { Finding } from '../detections/hit.ts';
import { mayTell } from './allowance.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';
import { tell } from './tell.ts';

/** Findings and unusual days of one subject that came lately. */
interface Lately {
  readonly findings: readonly Finding[];
  readonly crossings: readonly Crossing[];
}

/** An incident lasts a day: what is older than two can belong to none that grows. */
const LATELY = 2 * DAY;

/**
 * Tells at once what a batch of an open day came to, joined with what other batches found of the same subjects. What the budget has
 * no room for waits until its day is complete, and is then told or put into the digest. Gives how many notices were sent.
 */
export async function tellAtOnce(
  deps: LiveDeps,
  findings: readonly Finding[],
  crossings: readonly Crossing[],
  budget: number,
): Promise<number> {
  const bySubject = new Map<string, { findings: Finding[]; crossings: Crossing[] }>();
  const of = (subject: string) => {
    const known = bySubject.get(subject) ?? { findings: [], crossings: [] };
    bySubject.set(subject, known);
    return known;
  };
  for (const finding of findings)
    if (finding.severity !== 'info' && suppressionOf(finding, deps.config) === undefined)
      of(finding.origin.key).findings.push(finding);
  for (const crossing of crossings)
    if (suppressionOfCrossing(crossing, deps.config) === undefined)
      of(crossing.subject.activity.who.key).crossings.push(crossing);
  // A sequence takes in what was found of others before it was complete.
  for (const { others } of findings) for (const subject of others ?? []) of(subject);
  const known: Lately[] = [];
  for (const [subject, news] of [...bySubject].sort(([a], [b]) => (a < b ? -1 : 1)))
    known.push(await remember(deps, subject, news));
  let sent = 0;
  for (const drawn of alertsOf(known, [...bySubject.values()], deps))
    if (await mayTell(deps, drawn.alert, budget)) sent += await tell(deps, drawn);
  return sent;
}

/** Joins what is new with what is known of a subject, so that of two batches the later sees both. */
async function remember({ documents, run }: LiveDeps, subject: string, news: Lately): Promise<Lately> {
  const key = `lately/${run}/${subject}`;
  return documents.change(key, (text) => {
    const known = text === undefined ? { findings: [], crossings: [] } : unpacked<Lately>(text, key);
    const next = {
      findings: joined(known.findings, news.findings),
      crossings: joined(known.crossings, news.crossings),
    };
    const written = packed(next);
    return { text: written === text ? undefined : written, result: next };
  });
}

/** By id, the newer telling in place of the older, by time; without what is too old. */
function joined<T extends { readonly id: string; readonly time: number }>(
  known: readonly T[],
  news: readonly T[],
): T[] {
  const all = [...new Map([...known, ...news].map((one) => [one.id, one])).values()];
  const newest = Math.max(...all.map(({ time }) => time));
  return all.filter(({ time }) => time > newest - LATELY).sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}

/** The alerts of those incidents that have something new in them. */
function alertsOf(known: readonly Lately[], news: readonly Lately[], { config, catalogue }: LiveDeps): Drawn[] {
  const book = new IncidentBook();
  book.add(
    known.flatMap(({ findings }) => findings),
    known.flatMap(({ crossings }) => crossings),
  );
  const fresh = new Set(news.flatMap(({ findings, crossings }) => [...findings, ...crossings]).map(({ id }) => id));
  return book
    .open()
    .filter((incident) => [...incident.findings, ...incident.crossings].some(({ id }) => fresh.has(id)))
    .flatMap((incident) => draw(incident, config, catalogue) ?? []);
}
