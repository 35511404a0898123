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
import { beginSealing, changeProgress, endSealing, isOver } from './progress.ts';
import { tell } from './tell.ts';

/** After the end of a day, ms: CloudTrail delivers within minutes on average, and stragglers come within hours. */
const GRACE = 3 * HOUR;
/** Days whose incidents may still grow: of these people are told before it is known what else the day brings. */
const RECENT = 2;

/** What sealing a day came to. */
export interface Sealed extends Told {
  readonly day: number;
  readonly settled: Settled;
  /** What people were told of that began on this day, as far as it is known yet; of a day long ago what is known for good by now. */
  readonly today: readonly Drawn[];
}

/** Hears of a day before it is in the books: after a crash once more, and of none never. */
type OnDay = (sealed: Sealed) => Promise<void>;

/**
 * Seals the days that are over, oldest first: each is judged whole, learnt, and its alerts are told. As a replay of the same files
 * does it, by the same code. Called by one at a time; a crash anywhere is mended by the next call. `until`: seals no later day.
 */
export async function sealDays(given: LiveDeps, until: number, onDay?: OnDay): Promise<Sealed[]> {
  const deps = { ...given, summaries: given.summaries ?? new SummaryCache() };
  const sealed: Sealed[] = [];
  for (let day = await beginSealing(deps, until); day !== undefined; day = await beginSealing(deps, until))
    sealed.push(await sealDay(deps, day, onDay));
  return sealed;
}

/** The last day that is over by now, with the time that stragglers get. */
export function lastOver(now: number): number {
  const day = dayOf(now);
  return isOver(day - 1, now, GRACE) ? day - 1 : day - 2;
}

async function sealDay(deps: LiveDeps, day: number, onDay?: OnDay): Promise<Sealed> {
  const settled = await settle(deps, await keptDay(deps.state, day, deps.catalogue), 'sealed');
  const after = await alertsAfter(deps, day, settled);
  let sealed: Sealed = { day, settled, today: [], alerts: [], digest: [] };
  if (after !== undefined) {
    const { told, open, isRecent, state } = after;
    await archiveTold(deps, told);
    for (const drawn of told.alerts) await tell(deps, drawn);
    const begun: Drawn[] = [];
    for (const drawn of open) {
      if (!(await mayTell(deps, drawn, settled.behaved.budget))) continue;
      await tell(deps, drawn);
      if (drawn.day === day) begun.push(drawn);
    }
    sealed = { day, settled, today: isRecent ? begun : told.alerts, ...told };
    await onDay?.(sealed);
    await writeLefts(deps, state.lefts);
    await writeBooks(deps, { day, state });
  }
  await endSealing(deps, day);
  return sealed;
}

/** What is written down of a run between its days: the incidents that are open, and what is left of the budget. */
interface Books {
  readonly day: number;
  readonly state: AlertingState;
}

async function readBooks({ documents, run }: LiveDeps): Promise<Books | undefined> {
  const text = await documents.read(booksKey(run));
  return text === undefined ? undefined : unpacked<Books>(text, booksKey(run));
}

/** They only go on: who is behind, as a second one at once would be, must not take back what was entered. */
async function writeBooks({ documents, run }: LiveDeps, books: Books): Promise<void> {
  const written = packed(books);
  await documents.change(booksKey(run), (text) => {
    const isBehind = text !== undefined && unpacked<Books>(text, booksKey(run)).day > books.day;
    return { text: isBehind || text === written ? undefined : written, result: undefined };
  });
}

/**
 * What a day makes of the books: alerts that are complete, and those still open of which people are told already. undefined: it is in
 * the books; that was before a crash, and all of it was told.
 */
async function alertsAfter(
  deps: LiveDeps,
  day: number,
  settled: Settled,
): Promise<{ told: Told; open: readonly Drawn[]; isRecent: boolean; state: AlertingState } | undefined> {
  const books = await readBooks(deps);
  if (books !== undefined && books.day >= day) return undefined;
  const alerting = new Alerting(deps.config, deps.catalogue, books?.state);
  const marked = alerting.day(settled.findings, day + 1, settled.behaved);
  await archiveDay(deps, day, marked, settled.behaved);
  const told = alerting.take(day + 1);
  const isRecent = deps.run === LIVE && day >= dayOf(deps.now) - RECENT;
  return { told, open: isRecent ? alerting.open() : [], isRecent, state: alerting.state() };
}

/**
 * Closes what can't grow any more when every day before `nextDay` is over, whether or not the log said something on it: of the last
 * days of a log that fell silent, or of a backfill that is complete. Not beyond a day that still waits to be sealed. `onTold` hears
 * of it before it is in the books.
 */
export async function closeBooks(
  deps: LiveDeps,
  nextDay: number,
  onTold?: (told: Told, lastDay: number) => Promise<void>,
): Promise<Told> {
  const books = await readBooks(deps);
  if (books === undefined) return { alerts: [], digest: [] };
  // Said before it is done: what comes from now on for one of these days is late.
  const { through: lastDay = books.day } = await changeProgress(deps, (known) => {
    const last = Math.min(nextDay, ...known.waiting) - 1;
    return { ...known, through: Math.max(last, known.through ?? last) };
  });
  const alerting = new Alerting(deps.config, deps.catalogue, books.state);
  alerting.day([], lastDay + 1);
  const told = alerting.take(lastDay + 1);
  await archiveTold(deps, told);
  for (const drawn of told.alerts) await tell(deps, drawn);
  await onTold?.(told, lastDay);
  const state = alerting.state();
  await writeLefts(deps, state.lefts);
  await writeBooks(deps, { day: Math.max(books.day, lastDay), state });
  return told;
}

function booksKey(run: string): string {
  return `books/${run}`;
}
