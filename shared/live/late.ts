import { suppressionOf } from '../alerts/suppression.ts';
import { keptDay } from '../pipeline/kept-day.ts';
import { settle } from '../pipeline/process-object.ts';
import { WAITING_DAYS } from '../state/waiting.ts';
import { archiveDay, readArchive } from './archive.ts';
import { tellAtOnce } from './at-once.ts';
import type { LiveDeps } from './ports.ts';
import { changeProgress, readProgress } from './progress.ts';

/**
 * Judges days again of which something came after they were sealed, and tells what was not found before. What is normal learns
 * it; later days keep the scores they had. Gives the days.
 */
export async function judgeLate(deps: LiveDeps): Promise<readonly number[]> {
  const { late, sealing, through } = await readProgress(deps);
  // Cut short by a crash: a sealed day that is said to be being sealed.
  const unfinished = sealing !== undefined && sealing <= (through ?? Number.NEGATIVE_INFINITY) ? [sealing] : [];
  const days = [...new Set([...unfinished, ...late])].sort((a, b) => a - b);
  for (const day of days) await judgeAgain(deps, day, day < (through ?? day) - WAITING_DAYS);
  return days;
}

async function judgeAgain(deps: LiveDeps, day: number, isLongAgo: boolean): Promise<void> {
  // Said before looking: what comes from now on makes it late anew.
  await changeProgress(deps, (known) => ({ ...known, sealing: day, late: known.late.filter((one) => one !== day) }));
  const { findings, behaved } = await settle(deps, await keptDay(deps.state, day, deps.catalogue), 'sealed');
  const known = new Set([
    ...idsIn(await readArchive(deps, 'findings', day)),
    ...idsIn(await readArchive(deps, 'unusual', day)),
  ]);
  const isNew = ({ id }: { readonly id: string }): boolean => !known.has(id);
  await tellAtOnce(deps, findings.filter(isNew), behaved.crossings.filter(isNew), behaved.budget);
  const marked = findings.map((finding) => ({ finding, suppression: suppressionOf(finding, deps.config) }));
  // Of a day that long ago only what came late is known: the rest stays as it was found.
  if (!isLongAgo) await archiveDay(deps, day, marked, behaved);
  await changeProgress(deps, ({ sealing: _done, ...rest }) => rest);
}

function idsIn(lines: string): string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly id: string }).id);
}
