import { type Drawn, draw } from '../alerts/drawn.ts';
import { IncidentBook } from '../alerts/incident.ts';
import { suppressionOf, suppressionOfCrossing } from '../alerts/suppression.ts';
import type { Crossing } from '../behaviour/crossing.ts';
import { DAY, HOUR } from '../cloudtrail/time.ts';
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

/** An incident lasts a day: one that began more than two ago can't grow any more. */
const LATELY = 2 * DAY;
/** Of one rule in an hour: more of the same is no news, and a flood must not make the document grow without end. */
const FLOOD = 20;

/**
 * Tells at once what a batch of an open day came to, joined with what other batches found of the same subjects. What the budget has
 * no room for is given back: of an open day it is then told, or put into the digest, when the day is complete.
 */
export async function tellAtOnce(
  deps: LiveDeps,
  findings: readonly Finding[],
  crossings: readonly Crossing[],
  budget: number,
): Promise<readonly Drawn[]> {
  const bySubject = new Map<string, { findings: Finding[]; crossings: Crossing[] }>();
  const of = (subject: string) => {
    const known = bySubject.get(subject) ?? { findings: [], crossings: [] };
    bySubject.set(subject, known);
    return known;
  };
  const loud = withoutQuiet({ findings, crossings }, deps);
  for (const finding of loud.findings) if (finding.severity !== 'info') of(finding.origin.key).findings.push(finding);
  for (const crossing of loud.crossings) of(crossing.subject.activity.who.key).crossings.push(crossing);
  // A sequence takes in what was found of others before it was complete.
  for (const { others } of findings) for (const subject of others ?? []) of(subject);
  const known: Lately[] = [];
  for (const [subject, news] of [...bySubject].sort(([a], [b]) => (a < b ? -1 : 1)))
    known.push(await remember(deps, subject, news));
  const withheld: Drawn[] = [];
  for (const drawn of alertsOf(known, [...bySubject.values()], deps))
    if (await mayTell(deps, drawn, budget)) await tell(deps, drawn);
    else withheld.push(drawn);
  return withheld;
}

/**
 * Joins what is new with what is known of a subject, so that of two batches the later sees both. What is too old is not kept, but
 * given: what comes late is told however old it is.
 */
async function remember({ documents, run }: LiveDeps, subject: string, news: Lately): Promise<Lately> {
  const key = `lately/${run}/${subject}`;
  return documents.change(key, (text) => {
    const known = text === undefined ? { findings: [], crossings: [] } : unpacked<Lately>(text, key);
    const findings = joined(known.findings, news.findings);
    const crossings = joined(known.crossings, news.crossings);
    const written = packed({ findings: thinned(recent(findings)), crossings: recent(crossings) });
    return { text: written === text ? undefined : written, result: { findings, crossings } };
  });
}

/** By id, the newer telling in place of the older, by time. */
function joined<T extends { readonly id: string; readonly time: number }>(
  known: readonly T[],
  news: readonly T[],
): T[] {
  const all = [...new Map([...known, ...news].map((one) => [one.id, one])).values()];
  return all.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}

/** Without incidents that can't grow any more; those that can are kept from their first moment on, or they would begin anew. */
function recent<T extends { readonly time: number }>(all: readonly T[]): T[] {
  const until = (all.at(-1)?.time ?? 0) - LATELY;
  let start = all[0]?.time ?? 0;
  for (const { time } of all) if (time >= start + DAY && time <= until) start = time;
  return all.filter(({ time }) => time >= start);
}

/** Of a flood the first. */
function thinned(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ rule, severity, time }) => {
    const key = `${rule}|${severity}|${Math.floor(time / HOUR)}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= FLOOD;
  });
}

/** What is known may have been suppressed since it came. */
function withoutQuiet({ findings, crossings }: Lately, { config }: Pick<LiveDeps, 'config'>): Lately {
  return {
    findings: findings.filter((finding) => suppressionOf(finding, config) === undefined),
    crossings: crossings.filter((crossing) => suppressionOfCrossing(crossing, config) === undefined),
  };
}

/** The alerts of those incidents that have something new in them. */
function alertsOf(known: readonly Lately[], news: readonly Lately[], { config, catalogue }: LiveDeps): Drawn[] {
  const book = new IncidentBook();
  const loud = known.map((one) => withoutQuiet(one, { config }));
  book.add(
    loud.flatMap(({ findings }) => findings),
    loud.flatMap(({ crossings }) => crossings),
  );
  const fresh = new Set(news.flatMap(({ findings, crossings }) => [...findings, ...crossings]).map(({ id }) => id));
  return book
    .open()
    .filter((incident) => [...incident.findings, ...incident.crossings].some(({ id }) => fresh.has(id)))
    .flatMap((incident) => draw(incident, config, catalogue) ?? []);
}
