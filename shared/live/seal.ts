import { Alerting, type AlertingState, type Told } from '../alerts/alerting.ts';
import type { Drawn } from '../alerts/drawn.ts';
import { dayOf, HOUR } from '../cloudtrail/time.ts';
import { keptDay } from '../pipeline/kept-day.ts';
import { type Settled, settle } from '../pipeline/process-object.ts';
import { SummaryCache } from '../pipeline/summary-cache.ts';
import { mayTell, writeLefts } from './allowance.ts';
import { archiveDay, archiveTold } from './archive.ts';
import { packed, unpacked } from './packed.ts';
import { LIVE, type LiveDeps } from './ports.ts';
import { changeProgress, isOver, readProgress } from './progress.ts';
import { tell } from './tell.ts';

/** After the end of a day, ms: CloudTrail delivers within minutes on average, and stragglers come within hours. */
const GRACE = 3 * HOUR;
/** Days whose incidents may still grow: of these people are told before it is known what else the day brings. */
const RECENT = 2;

/** What sealing a day came to. */
export interface Sealed extends Told {
  readonly day: number;
  readonly settled: Settled;
  /** Notices that went out. */
  readonly sent: number;
}

/**
 * Seals the days that are over, oldest first: each is judged whole, learnt, and its alerts are told. As a replay of the same files
 * does it, by the same code. Called by one at a time; a crash anywhere is mended by the next call. `until`: seals no later day.
 */
export async function sealDays(
  given: LiveDeps,
  until: number,
  onDay?: (sealed: Sealed) => Promise<void>,
): Promise<Sealed[]> {
  const deps = { ...given, summaries: given.summaries ?? new SummaryCache() };
  const { waiting } = await readProgress(deps);
  const sealed: Sealed[] = [];
  for (const day of waiting.filter((one) => one <= until)) {
    const done = await sealDay(deps, day);
    sealed.push(done);
    await onDay?.(done);
  }
  return sealed;
}

/** The last day that is over by now, with the time that stragglers get. */
export function lastOver(now: number): number {
  const day = dayOf(now);
  return isOver(day - 1, now, GRACE) ? day - 1 : day - 2;
}

async function sealDay(deps: LiveDeps, day: number): Promise<Sealed> {
  // Said before looking: what is written from now on is told as late (`noteDays`).
  await changeProgress(deps, (known) => ({ ...known, sealing: day }));
  const settled = await settle(deps, await keptDay(deps.state, day, deps.catalogue), 'sealed');
  const { told, open, state } = await alertsAfter(deps, day, settled);
  await archiveTold(deps, told);
  let sent = 0;
  for (const drawn of told.alerts) sent += await tell(deps, drawn);
  for (const drawn of open)
    if (await mayTell(deps, drawn.alert, settled.behaved.budget)) sent += await tell(deps, drawn);
  await writeLefts(deps, state.lefts);
  await deps.documents.change(booksKey(deps.run), () => ({ text: packed({ day, state }), result: undefined }));
  await changeProgress(deps, ({ late, waiting, through }) => ({
    through: Math.max(day, through ?? day),
    waiting: waiting.filter((one) => one > day),
    late,
  }));
  return { day, settled, sent, ...told };
}

/** What is written down of a run between its days: the incidents that are open, and what is left of the budget. */
interface Books {
  readonly day: number;
  readonly state: AlertingState;
}

/**
 * What a day makes of the books: alerts that are complete, and those still open of which people are told already. A day that is in
 * the books is not entered again: it was, before a crash.
 */
async function alertsAfter(
  deps: LiveDeps,
  day: number,
  settled: Settled,
): Promise<{ told: Told; open: readonly Drawn[]; state: AlertingState }> {
  const text = await deps.documents.read(booksKey(deps.run));
  const books = text === undefined ? undefined : unpacked<Books>(text, booksKey(deps.run));
  const alerting = new Alerting(deps.config, deps.catalogue, books?.state);
  if (books !== undefined && books.day >= day)
    return { told: { alerts: [], digest: [] }, open: [], state: books.state };
  const marked = alerting.day(settled.findings, day + 1, settled.behaved);
  await archiveDay(deps, day, marked, settled.behaved);
  const told = alerting.take(day + 1);
  const isRecent = deps.run === LIVE && day >= dayOf(deps.now) - RECENT;
  return { told, open: isRecent ? alerting.open() : [], state: alerting.state() };
}

/**
 * Closes what can't grow any more when every day before `nextDay` is over, whether or not the log said something on it: of the last
 * days of a log that fell silent, or of a backfill that is complete.
 */
export async function closeBooks(deps: LiveDeps, nextDay: number): Promise<Told> {
  const text = await deps.documents.read(booksKey(deps.run));
  if (text === undefined) return { alerts: [], digest: [] };
  const books = unpacked<Books>(text, booksKey(deps.run));
  const alerting = new Alerting(deps.config, deps.catalogue, books.state);
  alerting.day([], nextDay);
  const told = alerting.take(nextDay);
  await archiveTold(deps, told);
  for (const drawn of told.alerts) await tell(deps, drawn);
  const written = packed({ day: Math.max(books.day, nextDay - 1), state: alerting.state() });
  await deps.documents.change(booksKey(deps.run), (known) => ({
    text: known === written ? undefined : written,
    result: undefined,
  }));
  await changeProgress(deps, (known) => ({ ...known, through: Math.max(nextDay - 1, known.through ?? nextDay - 1) }));
  return told;
}

function booksKey(run: string): string {
  return `books/${run}`;
}
