import type { Observed } from '../pipeline/observe-object.ts';
import type { ObjectRef } from '../pipeline/ports.ts';
import { processObjects } from '../pipeline/process-object.ts';
import { tellAtOnce } from './at-once.ts';
import { forgetOld } from './holds.ts';
import { LIVE, type LiveDeps } from './ports.ts';
import { noteDays, readProgress, stateOf, unlearntIn } from './progress.ts';

/** What became of objects that came together. */
export interface TakenIn {
  readonly objects: readonly Observed[];
  readonly findings: number;
}

/**
 * Takes in objects as they come. Recent days are judged at once by what is known so far; everything is kept until its day is
 * sealed (`sealDays`) and judged whole. Throws when anything could not be stored or sent: taking the same in again is harmless.
 */
export async function takeIn(deps: LiveDeps, refs: readonly ObjectRef[]): Promise<TakenIn> {
  const progress = await readProgress(deps);
  await forgetOld(deps, progress);
  // A backfill reads history: nobody is to be woken by it.
  const stateOn = (day: number) => (deps.run === LIVE ? stateOf(progress, day, deps.now) : 'kept');
  const unlearnt = unlearntIn(progress);
  const { days, objects } = await processObjects({ ...deps, unlearnt }, refs, stateOn);
  await noteDays(
    deps,
    days.map(({ day }) => day),
  );
  for (const { day, findings, behaved } of days)
    if (stateOn(day) === 'open') await tellAtOnce(deps, findings, behaved.crossings, behaved.budget);
  const found = days.reduce((sum, { findings }) => sum + findings.length, 0);
  return { objects: objects.map(asNamed), findings: found };
}

/** `ACCOUNT_CloudTrail_REGION_TIME_ID.json.gz` */
const LOG_FILE = /(?:^|\/)\d{12}_CloudTrail_[^/]+$/;

/** What lies in a bucket and is no log is none of ours; but what has a log file's name and holds none is broken, and nobody may miss it. */
function asNamed(object: Observed): Observed {
  const { key, notALog, problems } = object;
  if (notALog === undefined || !LOG_FILE.test(key)) return object;
  return { ...object, problems: [...problems, `expected a log file, as its name says; found ${notALog}`] };
}
