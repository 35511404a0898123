import type { Crossing } from '../behaviour/crossing.ts';
import type { Finding } from '../detections/hit.ts';
import { type Behaved, behave, NOTHING } from './behave.ts';
import type { GatheredDay } from './gathered-day.ts';
import { judgeHits, keepHits } from './judge-hits.ts';
import { type Observed, observeObject } from './observe-object.ts';
import type { Deps, ObjectRef } from './ports.ts';
import { Work } from './work.ts';

/**
 * How a day is settled. `sealed`: all of it is known; it is judged and learnt. `cut`: a replay asked for a part of it; judged, not
 * learnt. `open`: live; judged by what is known so far, and kept to be judged again when it is complete. `kept`: kept, and no more.
 */
export type DayState = 'sealed' | 'cut' | 'open' | 'kept';

/**
 * The one sequence: read, parse, normalise, observe, merge, evaluate. Lambda, CLI, backfill and tests go through here; a replay
 * calls the two halves itself, so that a day is judged when all of it is known. Evaluation never asks whether something
 * was new to the state: a retry after a crash judges again and finds the same.
 */
export async function processObject(deps: Deps, ref: ObjectRef, days: DayState = 'cut'): Promise<Processed> {
  return processObjects(deps, [ref], () => days);
}

/** The same for objects that came together: what they say of one thing is written once. */
export async function processObjects(
  deps: Deps,
  refs: readonly ObjectRef[],
  stateOf: (day: number) => DayState,
): Promise<Processed> {
  const work = new Work();
  const objects: Observed[] = [];
  for (const ref of refs) objects.push(await observeObject(deps, ref, work));
  const days: (Settled & { readonly day: number })[] = [];
  for (const day of work.takeBefore(Number.POSITIVE_INFINITY))
    days.push({ day: day.day, ...(await settle(deps, day, stateOf(day.day))) });
  return {
    objects,
    days,
    findings: days.flatMap(({ findings }) => findings),
    crossings: days.flatMap(({ behaved }) => behaved.crossings),
  };
}

/** What objects came to, by day and in all. */
export interface Processed {
  readonly objects: readonly Observed[];
  readonly days: readonly (Settled & { readonly day: number })[];
  readonly findings: readonly Finding[];
  readonly crossings: readonly Crossing[];
}

/** What a day, or a batch of it, comes to. */
export interface Settled {
  readonly findings: readonly Finding[];
  readonly behaved: Behaved;
}

/** The second half: joins a day's observations into the state, judges its hits against the merged view, and scores what principals did. */
export async function settle(deps: Deps, gathered: GatheredDay, day: DayState): Promise<Settled> {
  if (day === 'kept') {
    await keepHits(deps, gathered);
    await gathered.activities(deps.state);
    return { findings: [], behaved: NOTHING };
  }
  const findings = await judgeHits(deps, gathered, day);
  return { findings, behaved: await behave(deps, gathered, findings, day === 'sealed') };
}
