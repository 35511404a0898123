import type { Observed } from '../pipeline/observe-object.ts';
import type { ObjectRef } from '../pipeline/ports.ts';
import { processObjects } from '../pipeline/process-object.ts';
import { tellAtOnce } from './at-once.ts';
import { LIVE, type LiveDeps } from './ports.ts';
import { forgettable, noteDays, readProgress, stateOf, unlearntBefore } from './progress.ts';

/** What became of objects that came together. */
export interface TakenIn {
  readonly objects: readonly Observed[];
  readonly findings: number;
  /** Notices that went out at once. */
  readonly sent: number;
}

/**
 * Takes in objects as they come. Recent days are judged at once by what is known so far; everything is kept until its day is
 * sealed (`sealDays`) and judged whole. Throws when anything could not be stored or sent: taking the same in again is harmless.
 */
export async function takeIn(deps: LiveDeps, refs: readonly ObjectRef[]): Promise<TakenIn> {
  const progress = await readProgress(deps);
  const forgotten = forgettable(progress);
  if (forgotten !== undefined) await deps.state.trim(forgotten);
  // A backfill reads history: nobody is to be woken by it.
  const stateOn = (day: number) => (deps.run === LIVE ? stateOf(progress, day, deps.now) : 'kept');
  const unlearnt = unlearntBefore(progress, Number.POSITIVE_INFINITY);
  const { days, objects } = await processObjects({ ...deps, unlearnt }, refs, stateOn);
  await noteDays(
    deps,
    days.map(({ day }) => day),
  );
  let sent = 0;
  for (const { day, findings, behaved } of days)
    if (stateOn(day) === 'open') sent += await tellAtOnce(deps, findings, behaved.crossings, behaved.budget);
  return { objects, findings: days.reduce((sum, { findings }) => sum + findings.length, 0), sent };
}
