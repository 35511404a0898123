import { DAY, dayOf } from '../cloudtrail/time.ts';
import type { DayState } from '../pipeline/process-object.ts';
import { WAITING_DAYS } from '../state/waiting.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';

/** How far the books of a run are: days are sealed oldest first, once all of their files should have come. */
export interface Progress {
  /** Every day until this one is sealed; absent: none yet. */
  readonly through?: number | undefined;
  /** Being sealed now: what comes for it is late, because it may have been looked at already. */
  readonly sealing?: number | undefined;
  /** Days that files brought something of, and that wait to be sealed. */
  readonly waiting: readonly number[];
  /** Days that files brought something of after they were sealed. */
  readonly late: readonly number[];
}

const NONE: Progress = { waiting: [], late: [] };
/** Beyond so many days behind, judging at once would call old things new: then days wait to be judged in their order. */
const MOST_UNLEARNT = 3;

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

function withDays(known: Progress, days: readonly number[]): Progress {
  const isLate = (day: number): boolean => day === known.sealing || day <= (known.through ?? Number.NEGATIVE_INFINITY);
  const late = days.filter((day) => isLate(day) && !known.late.includes(day));
  const waiting = days.filter((day) => !isLate(day) && !known.waiting.includes(day));
  if (late.length + waiting.length === 0) return known;
  return { ...known, late: sorted([...known.late, ...late]), waiting: sorted([...known.waiting, ...waiting]) };
}

/** Days before `day` that are over but not learnt yet. */
export function unlearntBefore({ waiting }: Progress, day: number): readonly number[] {
  return waiting.filter((one) => one < day);
}

/** Today and yesterday are judged at once, unless they are sealed or too much before them is not; other days when they are sealed. */
export function stateOf(progress: Progress, day: number, now: number): DayState {
  const today = dayOf(now);
  if (day < today - 1 || day > today || day <= (progress.through ?? Number.NEGATIVE_INFINITY)) return 'kept';
  return unlearntBefore(progress, day).length > MOST_UNLEARNT ? 'kept' : 'open';
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
