import type { Config } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Detection } from '../detections/define.ts';
import { aboutApis, type Finding, type Hit } from '../detections/hit.ts';
import { stableId } from '../id.ts';
import type { StateItem, WindowEntry } from '../state/kinds.ts';
import type { StateView } from '../state/store.ts';
import type { Chains } from './actor-chain.ts';
import { type Crossings, crossingsOf } from './count.ts';
import { type Judgement, judge, type Knowledge, trustedAccounts } from './judge.ts';
import { byTelling } from './telling.ts';

/**
 * Judges the hits of a complete day (or of a batch, live) against the merged state. Pure; sorted as the hits are. `onError` hears
 * of a rule that throws while it judges.
 */
export function evaluate(
  hits: readonly Hit[],
  view: StateView,
  catalogue: Catalogue,
  config: Config,
  onError: (rule: string, eventId: string, error: unknown) => void,
): JudgedHit[] {
  const trusted = trustedAccounts(config);
  const known: Knowledge = { view, trusted, lists: config.lists, crossings: allCrossings(hits, view, catalogue) };
  const judged = (hit: Hit, detection: Detection): Judgement | undefined => {
    try {
      return judge(hit, detection, known);
    } catch (error) {
      onError(hit.rule, hit.event.id, error);
      return undefined;
    }
  };
  return hits.flatMap((hit) => {
    const detection = catalogue.detections.get(hit.rule);
    const judgement = detection === undefined ? undefined : judged(hit, detection);
    return detection === undefined || judgement === undefined ? [] : [{ hit, detection, judgement }];
  });
}

/** A hit that has something to report. */
export interface JudgedHit {
  readonly hit: Hit;
  readonly detection: Detection;
  readonly judgement: Judgement;
}

/** The findings of judged hits, with who stands behind each. */
export function findingsOf(judged: readonly JudgedHit[], chains: Chains, config: Config): Finding[] {
  return oneAnAct(judged.map((each) => findingOf(each, chains, config)));
}

function findingOf({ hit, detection, judgement }: JudgedHit, chains: Chains, config: Config): Finding {
  const chain = chains(hit.event.principal, hit.event.time);
  return {
    id: stableId('f', detection.id, hit.event.actId, String(hit.part)),
    rule: detection.id,
    channel: 'rule',
    severity: config.detections.severity[detection.id] ?? judgement.severity,
    topic: detection.topic,
    title: detection.title,
    attack: detection.attack,
    time: hit.event.time,
    event: judgement.apis === undefined ? hit.event : aboutApis(hit.event, judgement.apis),
    origin: chain.at(-1) ?? hit.event.principal,
    chain,
    resource: hit.resource,
    target: hit.target,
    what: hit.what,
    eventIds: judgement.eventIds,
    reasons: judgement.reasons,
    changes: judgement.changes,
    joins: hit.joins,
  };
}

/** An act is found once, however often it was told: in two accounts' windows, or in two revisions with different values. */
function oneAnAct(findings: readonly Finding[]): Finding[] {
  const standing = new Map<string, Finding>();
  for (const finding of findings) {
    const known = standing.get(finding.id);
    if (known === undefined || byTelling(finding.event, known.event) < 0) standing.set(finding.id, finding);
  }
  return findings.filter((finding) => standing.get(finding.id) === finding);
}

/** The crossings of every window that these hits touched. */
function allCrossings(hits: readonly Hit[], view: StateView, catalogue: Catalogue): Crossings {
  const crossings = new Map<string, ReturnType<typeof crossingsOf>>();
  for (const { rule, count } of hits) {
    const use = catalogue.detections.get(rule)?.state?.count;
    if (use === undefined || count === undefined || crossings.has(count.key)) continue;
    const entries = [count.before, count.key].flatMap((key) => entriesIn(view.get(key)));
    crossings.set(count.key, crossingsOf(entries, use.atLeast, use.withinMinutes, use));
  }
  return crossings;
}

function entriesIn(item: StateItem | undefined): readonly WindowEntry[] {
  return item?.kind === 'window' ? item.entries : [];
}
