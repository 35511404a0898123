import type { Crossing } from '../behaviour/crossing.ts';
import type { Finding, Hit } from '../detections/hit.ts';
import { messageOf } from '../errors.ts';
import { byTimeThenId } from '../order.ts';
import { actorChains } from './actor-chain.ts';
import { type Behaved, behave } from './behave.ts';
import { isInProfile } from './build-hit.ts';
import type { DayWork } from './day-work.ts';
import { evaluate, findingsOf } from './evaluate.ts';
import { followUps } from './judge-given.ts';
import { observeObject } from './observe-object.ts';
import type { Deps, ObjectRef } from './ports.ts';
import { completedSequences, noteSteps } from './sequences.ts';
import { Work } from './work.ts';

/**
 * The one sequence: read, parse, normalise, observe, merge, evaluate. Lambda, CLI, backfill and tests go through here; a replay
 * calls the two halves itself, so that a day is judged when all of it is known. Evaluation never asks whether something
 * was new to the state: a retry after a crash judges again and finds the same.
 */
export async function processObject(deps: Deps, ref: ObjectRef, days: 'open' | 'sealed' = 'open'): Promise<Processed> {
  const work = new Work();
  await observeObject(deps, ref, work);
  const settled: Settled[] = [];
  for (const day of work.takeBefore(Number.POSITIVE_INFINITY)) settled.push(await settle(deps, day, days));
  return {
    findings: settled.flatMap(({ findings }) => findings),
    crossings: settled.flatMap(({ behaved }) => behaved.crossings),
  };
}

/** What an object came to. */
export interface Processed {
  readonly findings: readonly Finding[];
  readonly crossings: readonly Crossing[];
}

/** What a day, or a batch of it, comes to. */
export interface Settled {
  readonly findings: readonly Finding[];
  readonly behaved: Behaved;
}

/**
 * The second half: joins a day's observations into the state, judges its hits against the merged view, and scores what principals
 * did. A `sealed` day is complete: what is normal learns from it.
 */
export async function settle(deps: Deps, work: DayWork, day: 'open' | 'sealed'): Promise<Settled> {
  const findings = await judgeHits(deps, work);
  return { findings, behaved: await behave(deps, work, findings, day === 'sealed') };
}

/** Where first sights and absences are asked of the principal's profile. */
function profilesOf(hits: readonly Hit[]): string[] {
  const asked = hits.flatMap(({ seen, presence }) => [seen, presence]).filter((one) => one !== undefined);
  const keys = asked.filter(isInProfile).map(({ key }) => key);
  return [...new Set(keys)];
}

async function judgeHits(deps: Deps, work: DayWork): Promise<Finding[]> {
  const { state, catalogue, config, tally } = deps;
  const merged = await state.merge(work.items());
  const hits = work.hits();
  const further = [...followUps(hits, merged, catalogue), ...profilesOf(hits)];
  const view = further.length === 0 ? merged : new Map([...merged, ...(await state.read(further))]);
  const judged = evaluate(hits, view, catalogue, config, (rule, eventId, error) =>
    tally.detectionError(rule, eventId, messageOf(error)),
  );
  const own = hits.filter(({ rule }) => !catalogue.detections.has(rule));
  const actors = [...judged.map(({ hit }) => hit.event), ...own.map(({ event }) => event)];
  const chains = await actorChains(actors, state);
  const findings = findingsOf(judged, chains, config);
  const steps = noteSteps({ findings, hits: own, view, chains }, catalogue, config);
  await state.merge(steps.items);
  const windows = await state.read(steps.windows);
  const told = findings.filter(({ rule }) => !catalogue.detections.get(rule)?.silent);
  const all = [...told, ...completedSequences(steps, windows, chains, config)].sort(byTimeThenId);
  for (const { rule } of all) tally.finding(rule);
  return all;
}
