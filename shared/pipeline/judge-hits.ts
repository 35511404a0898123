import { profileKey } from '../behaviour/learn.ts';
import type { Finding, Hit } from '../detections/hit.ts';
import { messageOf } from '../errors.ts';
import { byTimeThenId } from '../order.ts';
import type { StateView } from '../state/store.ts';
import { actorChains } from './actor-chain.ts';
import { isInProfile } from './build-hit.ts';
import { evaluate, findingsOf } from './evaluate.ts';
import type { GatheredDay } from './gathered-day.ts';
import { isQuietForGood } from './judge.ts';
import { followUps } from './judge-given.ts';
import { waitingItems } from './kept-day.ts';
import { ACCOUNTS_KEY } from './keys.ts';
import type { Deps } from './ports.ts';
import { before, profilesOf } from './profiles.ts';
import { completedSequences, noteSteps } from './sequences.ts';

/**
 * Joins what a day's events say into the state and judges its hits. Of an `open` day the hits are kept too, and the steps of
 * sequences are noted apart: both are judged again when the day is complete.
 */
export async function judgeHits(deps: Deps, work: GatheredDay, day: 'sealed' | 'cut' | 'open'): Promise<Finding[]> {
  const { state, catalogue, config, tally } = deps;
  const view = await (day === 'open' ? keepHits(deps, work) : viewOf(deps, work));
  const hits = work.hits();
  const judged = evaluate(hits, view, catalogue, config, (rule, eventId, error) =>
    tally.detectionError(rule, eventId, messageOf(error)),
  );
  const own = hits.filter(({ rule }) => !catalogue.detections.has(rule));
  const actors = [...judged.map(({ hit }) => hit.event), ...own.map(({ event }) => event)];
  const chains = await actorChains(actors, state);
  const findings = findingsOf(judged, chains, config);
  const steps = noteSteps({ findings, hits: own, view, chains }, catalogue, config, day === 'open');
  await state.merge(steps.items);
  const windows = await state.read(steps.windows);
  const told = findings.filter(({ rule }) => !catalogue.detections.get(rule)?.silent);
  const all = [...told, ...completedSequences(steps, windows, chains, config)].sort(byTimeThenId);
  for (const { rule } of all) tally.finding(rule);
  return all;
}

/** Joins what a batch says into the state, with those hits that can still come to something when the day is complete. */
export async function keepHits(deps: Deps, work: GatheredDay): Promise<StateView> {
  const view = await viewOf(deps, work);
  const waiting = work.hits().filter((hit) => {
    const detection = deps.catalogue.detections.get(hit.rule);
    return detection === undefined || !isQuietForGood(hit, detection, view);
  });
  await deps.state.merge(waitingItems(work.day, waiting));
  return view;
}

/** The merged state, with all that judging these hits asks of it. */
async function viewOf({ state, catalogue, unlearnt }: Deps, work: GatheredDay): Promise<StateView> {
  const hits = work.hits();
  const merged = await state.merge(work.items());
  const asked = [ACCOUNTS_KEY, ...hits.flatMap(keysOf)].filter((key) => !merged.has(key));
  const base = asked.length === 0 ? merged : new Map([...merged, ...(await state.read(new Set(asked)))]);
  const further = followUps(hits, base, catalogue);
  const principals = hits.flatMap(principalsOf);
  if (further.length + principals.length === 0) return base;
  const profiles = await profilesOf(state, principals, before(work.day, unlearnt));
  return new Map([...base, ...(await state.read(further)), ...profiles]);
}

/** State that a hit asks about, but for profiles. Of what was gathered at once the merge has told it already. */
function keysOf({ changes, given = [], seen, presence, count }: Hit): string[] {
  return [
    ...changes.map(({ key }) => key),
    ...given.flatMap((one) => (one === undefined ? [] : [one.key])),
    ...[seen, presence].flatMap((one) => (one === undefined || isInProfile(one) ? [] : [one.key])),
    ...(count === undefined ? [] : [count.key, count.before]),
  ];
}

/** Principals whose profiles first sights and absences are asked of. */
function principalsOf({ seen, presence }: Hit): string[] {
  return [seen, presence].flatMap((one) =>
    one !== undefined && one.key === profileKey(one.subject) ? [one.subject] : [],
  );
}
