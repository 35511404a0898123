import { RunFolder } from '../../shared/adapters/local/run-folder.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { type Archived, archivedDays, readArchive } from '../../shared/live/archive.ts';
import { withLate } from '../../shared/live/late-alerts.ts';
import { readProblems } from '../../shared/live/problems.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import type { BackfillOptions } from './backfill-options.ts';
import { topAlerts } from './results.ts';
import { VERSION } from './version.ts';

const SHOWN = 10;
/** Days that are asked for at once. */
const AT_ONCE = 16;

interface Backfill {
  readonly run: string;
  readonly input: string;
  /** Files that were listed. */
  readonly objects: number;
}

/** Writes what a backfill left in the table as a run folder, and prints the worst. Gives the exit code. */
export async function writeReport(
  { run, input, objects }: Backfill,
  options: BackfillOptions,
  documents: Documents,
): Promise<number> {
  const books = { documents, run };
  const days = await archivedDays(books);
  const lines = async (what: Archived): Promise<unknown[]> => {
    const texts: string[] = [];
    for (let at = 0; at < days.length; at += AT_ONCE)
      texts.push(...(await Promise.all(days.slice(at, at + AT_ONCE).map((day) => readArchive(books, what, day)))));
    return texts.flatMap((text) =>
      text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)])),
    );
  };
  const folder = new RunFolder(options.out);
  const findings = await lines('findings');
  for (const finding of findings) folder.finding(finding);
  for (const score of await lines('scores')) folder.score(score);
  const [told, late] = [await lines('alerts'), await lines('late')] as [Alert[], Alert[]];
  const alerts = withLate(told, late);
  const isTold = new Set(alerts.map(({ id }) => id));
  const digest = withLate((await lines('digest')) as Alert[], []).filter(({ id }) => !isTold.has(id));
  folder.lines('alerts.ndjson', alerts);
  if (digest.length > 0) folder.lines('digest.ndjson', digest);
  const problems = await readProblems(books);
  const tally = {
    objects: { found: objects, failed: problems.length, failures: problems },
    findings: { total: findings.length },
    alerts: { total: alerts.length, digest: digest.length },
    complete: problems.length === 0,
  };
  folder.json('tally.json', tally);
  folder.json('run.json', { version: VERSION, inputs: [input], run, options });
  folder.close();
  if (options.json) process.stdout.write(`${JSON.stringify({ out: options.out, run, ...tally })}\n`);
  else print(alerts, findings.length, digest.length, problems, options.out);
  return problems.length === 0 ? 0 : 3;
}

function print(
  alerts: readonly Alert[],
  findings: number,
  digest: number,
  problems: readonly { readonly object: string; readonly reason: string }[],
  out: string,
): void {
  const text = [
    alerts.length === 0 ? 'No alerts.' : `${counted(alerts.length, 'alert')}, from ${counted(findings, 'finding')}:`,
    ...topAlerts(alerts, SHOWN).map(
      ({ severity, time, title, id }) => `  ${severity.toUpperCase().padEnd(8)} ${time}  ${plainText(title)} (${id})`,
    ),
    ...(alerts.length > SHOWN ? [`  … and ${alerts.length - SHOWN} more`] : []),
    ...(digest > 0 ? [`${counted(digest, 'alert')} over the budget: ${out}/digest.ndjson`] : []),
    ...problems.slice(0, SHOWN).map(({ object, reason }) => `Not read: ${plainText(object)}: ${plainText(reason)}`),
    ...(problems.length > SHOWN ? [`  … and ${problems.length - SHOWN} more in ${out}/tally.json`] : []),
    `Written to ${out}: findings.ndjson, alerts.ndjson, scores.ndjson, tally.json, run.json`,
  ];
  process.stdout.write(`${text.join('\n')}\n`);
}
