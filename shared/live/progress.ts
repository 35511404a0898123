import { DAY, dayOf } from '../cloudtrail/time.ts';
import type { DayState } from '../pipeline/process-object.ts';
import { WAITING_DAYS } from '../state/waiting.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';

/** How far the books of a run are: days are sealed oldest first, once all of their files should have come. */
export interface Progress {
  /** Every day until this one is sealed; absent: none yet. */
  readonly through?: number | undefined;
  /** Being sealed now: what comes for it, or for a day before it, is late, because it may have been looked at already. */
  readonly sealing?: number | undefined;
  /** A sealed day that is being judged again: late still, should that be cut short. */
  readonly again?: number | undefined;
  /** Days that files brought something of, and that wait to be sealed. */
  readonly waiting: readonly number[];
  /** Days that files brought something of after they were sealed. */
  readonly late: readonly number[];
}

/** No file tells of a later day: 31 December 9999. A run whose books are closed is sealed through it. */
export const LAST_DAY = 2_932_896;

const NONE: Progress = { waiting: [], late: [] };
/** Days that are over but not learnt yet of which the news is asked for: were there more, something is badly behind. */
const MOST_UNLEARNT = 7;

export async function readProgress({ documents, run }: Pick<LiveDeps, 'documents' | 'run'>): Promise<Progress> {
  const key = progressKey(run);
  return parsed(await documents.read(key), key);
}

export async function changeProgress(
  { documents, run }: Pick<LiveDeps, 'documents' | 'run'>,
  change: (known: Progress) => Progress,
): Promise<Progress> {
  const key = progressKey(run);
  return documents.change(key, (text) => {
    const next = change(parsed(text, key));
    const written = packed(next);
    return { text: written === text ? undefined : written, result: next };
  });
}

/**
 * Notes that these days have something that waits. Called after it was written: whoever seals a day says so before looking, so
 * that what was written before is seen, and what was written later is told here as late.
 */
export async function noteDays(deps: Pick<LiveDeps, 'documents' | 'run'>, days: readonly number[]): Promise<void> {
  const known = await readProgress(deps);
  if (withDays(known, days) !== known) await changeProgress(deps, (latest) => withDays(latest, days));
}

/**
 * Begins to seal the first day that waits, and gives it; undefined: none waits until `until`. Said before looking, and decided when
 * it is said: a day before it may just have begun to wait.
 */
export async function beginSealing(
  deps: Pick<LiveDeps, 'documents' | 'run'>,
  until: number,
): Promise<number | undefined> {
  const isDue = ([day]: readonly number[]): boolean => day !== undefined && day <= until;
  const { waiting } = await changeProgress(deps, (known) =>
    isDue(known.waiting) ? { ...known, sealing: known.waiting[0] } : known,
  );
  return isDue(waiting) ? waiting[0] : undefined;
}

/** Enters that a day is sealed. */
export async function endSealing(deps: Pick<LiveDeps, 'documents' | 'run'>, day: number): Promise<void> {
  await changeProgress(deps, ({ sealing, through, waiting, ...rest }) => ({
    ...rest,
    through: Math.max(day, through ?? day),
    waiting: waiting.filter((one) => one > day),
    // Somebody else may be further on.
    sealing: isSealed(day, sealing) ? undefined : sealing,
  }));
}

/** The sealed days that are late, that among them which a crash left half judged; and through which day all are sealed. */
export async function lateDays(
  deps: Pick<LiveDeps, 'documents' | 'run'>,
): Promise<Pick<Progress, 'through'> & { readonly days: readonly number[] }> {
  const { late, through } = await changeProgress(deps, ({ again, ...known }) => ({
    ...known,
    late: again === undefined ? known.late : sorted([...new Set([...known.late, again])]),
  }));
  return { days: late.filter((day) => isSealed(through, day)), through };
}

/** Begins to judge a late day. Said before looking: what comes from now on makes it late anew. */
export async function beginAgain(deps: Pick<LiveDeps, 'documents' | 'run'>, day: number): Promise<void> {
  await changeProgress(deps, (known) => ({ ...known, again: day, late: known.late.filter((one) => one !== day) }));
}

/** Enters that a late day is judged. */
export async function endAgain(deps: Pick<LiveDeps, 'documents' | 'run'>, day: number): Promise<void> {
  await changeProgress(deps, (known) => (known.again === day ? { ...known, again: undefined } : known));
}

function isSealed(through: number | undefined, day: number | undefined): boolean {
  return through !== undefined && day !== undefined && day <= through;
}

function withDays(known: Progress, days: readonly number[]): Progress {
  const isLate = (day: number): boolean => isSealed(known.through, day) || isSealed(known.sealing, day);
  const late = days.filter((day) => isLate(day) && !known.late.includes(day));
  const waiting = days.filter((day) => !isLate(day) && !known.waiting.includes(day));
  if (late.length + waiting.length === 0) return known;
  return { ...known, late: sorted([...known.late, ...late]), waiting: sorted([...known.waiting, ...waiting]) };
}

/** Days that wait to be learnt, the newest. */
export function unlearntIn({ waiting }: Progress): readonly number[] {
  return waiting.slice(-MOST_UNLEARNT);
}

/** Today and yesterday are judged at once, unless they are sealed; other days when they are. */
export function stateOf(progress: Progress, day: number, now: number): DayState {
  const today = dayOf(now);
  if (day < today - 1 || day > today || day <= (progress.through ?? Number.NEGATIVE_INFINITY)) return 'kept';
  return 'open';
}

/** Until when (ms) state may be forgotten: days that were sealed are judged again while late files may come. undefined: nothing yet. */
export function forgettable({ through }: Progress): number | undefined {
  return through === undefined ? undefined : (through + 1 - WAITING_DAYS) * DAY;
}

/** Whether a day is over, and `grace` ms with it. */
export function isOver(day: number, now: number, grace: number): boolean {
  return (day + 1) * DAY + grace <= now;
}

function progressKey(run: string): string {
  return `progress/${run}`;
}

function parsed(text: string | undefined, key: string): Progress {
  return text === undefined ? NONE : unpacked<Progress>(text, key);
}

function sorted(days: readonly number[]): number[] {
  return [...days].sort((a, b) => a - b);
}
