import type { Alert } from '../alerts/alert.ts';
import type { Marked, Told } from '../alerts/alerting.ts';
import type { Drawn } from '../alerts/drawn.ts';
import { findingLine } from '../alerts/finding-line.ts';
import { scoreLine } from '../alerts/score-line.ts';
import { isoDay } from '../cloudtrail/time.ts';
import type { Behaved } from '../pipeline/behave.ts';
import { withLate } from './late-alerts.ts';
import { packed, unpacked } from './packed.ts';
import { LIVE, type LiveDeps } from './ports.ts';

/** What a run leaves of a day, under `<what>/<run>/<UTC day>`: lines as in the files of the same name that a replay leaves. */
export type Archived = 'findings' | 'scores' | 'unusual' | 'alerts' | 'digest' | 'late';

type Books = Pick<LiveDeps, 'documents' | 'run'>;

/** Where a day's lines are. */
export function archiveKey(what: Archived, run: string, day: number): string {
  return `${what}/${run}/${isoDay(day)}`;
}

/** Days of which something is written down; of a backfill only, because nobody asks for all of a live run. */
export async function archivedDays({ documents, run }: Books): Promise<readonly number[]> {
  const text = await documents.read(daysKey(run));
  return text === undefined ? [] : unpacked<number[]>(text, daysKey(run));
}

async function noteDay({ documents, run }: Books, day: number): Promise<void> {
  if (run === LIVE) return;
  await documents.change(daysKey(run), (text) => {
    const known = text === undefined ? [] : unpacked<number[]>(text, daysKey(run));
    const next = known.includes(day) ? undefined : packed([...known, day].sort((a, b) => a - b));
    return { text: next, result: undefined };
  });
}

function daysKey(run: string): string {
  return `days/${run}`;
}

/** Writes down what a day was judged to be. */
export async function archiveDay(
  books: Books,
  day: number,
  marked: readonly Marked[],
  { scored, crossings }: Pick<Behaved, 'scored' | 'crossings'>,
): Promise<void> {
  await write(
    books,
    'findings',
    day,
    marked.map(({ finding, suppression }) => findingLine(finding, suppression)),
  );
  await write(books, 'scores', day, scored.map(scoreLine));
  await write(
    books,
    'unusual',
    day,
    crossings.map(({ id, channel, scores }) => ({ id, channel, ...scores })),
  );
}

/** Writes down alerts that are complete, by the day on which the incident of each began. */
export async function archiveTold(books: Books, { alerts, digest }: Told): Promise<void> {
  for (const [what, drawn] of [
    ['alerts', alerts],
    ['digest', digest],
  ] as const)
    for (const [day, today] of byDay(drawn)) await write(books, what, day, today);
}

/** Writes down alerts of a day that was judged again after it was sealed, beside those of before. */
export async function archiveLate(books: Books, day: number, drawn: readonly Drawn[]): Promise<void> {
  if (drawn.length === 0) return;
  const known = (await readArchive(books, 'late', day)).split('\n').filter((line) => line !== '');
  const late = drawn.map(({ alert }) => alert);
  const all = withLate(
    known.map((line) => JSON.parse(line) as Alert),
    late,
  );
  await write(books, 'late', day, all);
}

/** The lines of a day; none when nothing was written. */
export async function readArchive({ documents, run }: Books, what: Archived, day: number): Promise<string> {
  return (await documents.read(archiveKey(what, run, day))) ?? '';
}

function byDay(drawn: readonly Drawn[]): [number, Alert[]][] {
  const days = [...Map.groupBy(drawn, ({ day }) => day)].sort(([a], [b]) => a - b);
  return days.map(([day, today]) => [day, today.map(({ alert }) => alert)]);
}

async function write({ documents, run }: Books, what: Archived, day: number, lines: readonly unknown[]): Promise<void> {
  await noteDay({ documents, run }, day);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await documents.change(archiveKey(what, run, day), (known) => ({
    text: text === (known ?? '') ? undefined : text,
    result: undefined,
  }));
}
