import { howLong } from '../alerts/wording.ts';
import { HOUR } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import { SEVERITIES, type Sequence, type Step } from '../detections/define.ts';
import type { Finding, Hit } from '../detections/hit.ts';
import { stableId } from '../id.ts';
import { byTimeThenId } from '../order.ts';
import { StateDelta } from '../state/delta.ts';
import type { StateItem } from '../state/kinds.ts';
import type { StateView } from '../state/store.ts';
import type { Chains } from './actor-chain.ts';
import { type Completion, completions } from './completions.ts';
import { judgeForeign } from './judge.ts';

/** What may be a step: a finding, or a hit of a sequence's own match. */
type Source = Finding | Hit;

/** What a day (or, live, a batch) came to before its sequences are looked at. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly hits: readonly Hit[];
  /** The merged state. */
  readonly view: StateView;
  readonly chains: Chains;
}

/** What the steps taken add to the windows of the sequences, and what stands behind each entry. */
export interface StepWork {
  readonly items: ReadonlyMap<string, StateItem>;
  /** By window key. */
  readonly stories: ReadonlyMap<string, { readonly sequence: Sequence; readonly sources: ReadonlyMap<string, Source> }>;
}

const MAX_KEY = 1024;
const EVENTS_NAMED = 50;

/** Notes every step that was taken: an entry a step in the window of what the sequence is keyed by. */
export function noteSteps(judged: Judged, catalogue: Catalogue, config: Config): StepWork {
  const delta = new StateDelta();
  const stories = new Map<string, { sequence: Sequence; sources: Map<string, Source> }>();
  const trusted = new Set([...config.accounts.own, ...config.accounts.trusted]);
  // A detection's hit is a step only once it was judged, as a finding; a step's own hit is judged here.
  const own = judged.hits.filter(
    (hit) => !catalogue.detections.has(hit.rule) && judgeForeign(hit, { view: judged.view, trusted }) !== 'quiet',
  );
  for (const source of [...judged.findings, ...own])
    for (const { sequence, step, index } of catalogue.stepsOf(source.rule)) {
      if (!isSevereEnough(source, step)) continue;
      for (const scope of scopesOf(sequence, source, judged.chains)) {
        const key = `W#${sequence.id}#${scope}`.slice(0, MAX_KEY);
        const { time, id } = source.event;
        delta.window(key, { time, id, value: String(index) }, 2 * sequence.withinHours * HOUR);
        const story = stories.get(key) ?? { sequence, sources: new Map<string, Source>() };
        stories.set(key, story);
        story.sources.set(id, source);
      }
    }
  return { items: delta.items(), stories };
}

function isSevereEnough({ severity }: Source, step: Step): boolean {
  const least = 'detections' in step ? (step.minSeverity ?? 'info') : 'info';
  return SEVERITIES.indexOf(severity ?? 'info') >= SEVERITIES.indexOf(least);
}

/** What the steps are joined by; none when the source doesn't tell, several when it is about several APIs. */
function scopesOf({ key }: Sequence, { event, target }: Source, chains: Chains): string[] {
  if (key === 'principal') return [(chains(event.principal, event.time).at(-1) ?? event.principal).key];
  if (key === 'account') return [event.account];
  if (key === 'target') return target === undefined ? [] : [`${event.account}/${target}`];
  const apis = event.api === undefined ? [] : [event.api, ...(event.otherApis ?? [])];
  return apis.map((api) => `${event.account}/${event.region}/${api}`);
}

/** The sequences that these steps completed, as findings. */
export function completedSequences({ stories }: StepWork, view: StateView, chains: Chains, config: Config): Finding[] {
  const findings: Finding[] = [];
  for (const [key, { sequence, sources }] of stories) {
    const item = view.get(key);
    if (item?.kind !== 'window') continue;
    for (const completion of completions(item.entries, sequence)) {
      const source = sourceOf(completion, sources);
      if (source !== undefined) findings.push(findingOf(sequence, key, source, completion, chains, config));
    }
  }
  return findings.sort(byTimeThenId);
}

/**
 * Who to tell it of: what completed the story or, when a file that came late brought an earlier step, the latest step at hand.
 * None: nothing of the story is new, and it was told when it was.
 */
function sourceOf({ last, entries }: Completion, sources: ReadonlyMap<string, Source>): Source | undefined {
  return sources.get(last.id) ?? entries.map(({ id }) => sources.get(id)).findLast((source) => source !== undefined);
}

function findingOf(
  sequence: Sequence,
  key: string,
  source: Source,
  { last, entries }: Completion,
  chains: Chains,
  config: Config,
): Finding {
  const chain = chains(source.event.principal, source.event.time);
  const taken = [...new Set(entries.map(({ value }) => sequence.steps[Number(value)]?.title ?? value))];
  const span = howLong(last.time - (entries[0]?.time ?? last.time));
  return {
    id: stableId('f', sequence.id, key, last.id),
    rule: sequence.id,
    channel: 'sequence',
    severity: config.detections.severity[sequence.id] ?? sequence.severity,
    topic: sequence.topic,
    title: sequence.title,
    attack: sequence.attack,
    time: last.time,
    event: source.event,
    origin: chain.at(-1) ?? source.event.principal,
    chain,
    resource: source.resource,
    target: source.target,
    what: `completed a known attack path within ${span}: ${taken.join(', then ')}`,
    eventIds: [...new Set(entries.map(({ id }) => id))].slice(-EVENTS_NAMED),
    reasons: [{ text: `${taken.length} steps within ${span}: ${taken.join('; ')}` }],
    changes: [],
  };
}
