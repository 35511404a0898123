import type { Drawn } from '../alerts/drawn.ts';
import { suppressionOf } from '../alerts/suppression.ts';
import { keptDay } from '../pipeline/kept-day.ts';
import { settle } from '../pipeline/process-object.ts';
import { WAITING_DAYS } from '../state/waiting.ts';
import { archiveDay, archiveLate, readArchive } from './archive.ts';
import { tellAtOnce } from './at-once.ts';
import { alertsWithNew } from './late-alerts.ts';
import { LIVE, type LiveDeps } from './ports.ts';
import { beginAgain, endAgain, lateDays } from './progress.ts';

/** Hears of alerts of a late day that the budget has no room for, before they count as found. */
type OnWithheld = (day: number, withheld: readonly Drawn[]) => Promise<void>;

/**
 * Judges days again of which something came after they were sealed, and tells what was not found before. What is normal learns
 * it; later days keep the scores they had. Gives the days.
 */
export async function judgeLate(deps: LiveDeps, onWithheld?: OnWithheld): Promise<readonly number[]> {
  const { days, through } = await lateDays(deps);
  for (const day of days) await judgeAgain(deps, day, day < (through ?? day) - WAITING_DAYS, onWithheld);
  return days;
}

async function judgeAgain(deps: LiveDeps, day: number, isLongAgo: boolean, onWithheld?: OnWithheld): Promise<void> {
  await beginAgain(deps, day);
  const settled = await settle(deps, await keptDay(deps.state, day, deps.catalogue), 'sealed');
  const { findings, behaved } = settled;
  const known = new Set([
    ...idsIn(await readArchive(deps, 'findings', day)),
    ...idsIn(await readArchive(deps, 'unusual', day)),
  ]);
  const isNew = ({ id }: { readonly id: string }): boolean => !known.has(id);
  const news = { findings: findings.filter(isNew), crossings: behaved.crossings.filter(isNew) };
  const withheld = await tellAtOnce(deps, news.findings, news.crossings, behaved.budget);
  if (withheld.length > 0) await onWithheld?.(day, withheld);
  // People hear of a backfill by its report.
  if (deps.run !== LIVE) await archiveLate(deps, day, alertsWithNew(settled, isNew, deps));
  const marked = findings.map((finding) => ({ finding, suppression: suppressionOf(finding, deps.config) }));
  // Of a day that long ago only what came late is known: the rest stays as it was found.
  if (!isLongAgo) await archiveDay(deps, day, marked, behaved);
  await endAgain(deps, day);
}

function idsIn(lines: string): string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly id: string }).id);
}
