import { HOUR } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Sequence, Step } from '../detections/define.ts';
import type { Finding, Hit } from '../detections/hit.ts';
import { rank } from '../detections/severity.ts';
import { byTimeThenId } from '../order.ts';
import { StateDelta } from '../state/delta.ts';
import type { StateItem, WindowEntry } from '../state/kinds.ts';
import type { StateView } from '../state/store.ts';
import type { Chains } from './actor-chain.ts';
import { completions } from './completions.ts';
import { judgeForeign, trustedAccounts } from './judge.ts';
import { MAX_KEY } from './keys.ts';
import { type Source, type Story, sequenceFinding } from './sequence-finding.ts';

/** What a day (or, live, a batch) came to before its sequences are looked at. */
export interface Judged {
  readonly findings: readonly Finding[];
  /** Hits of the sequences' own steps. */
  readonly hits: readonly Hit[];
  /** The merged state. */
  readonly view: StateView;
  readonly chains: Chains;
}

/** What the steps taken add to the windows, and the stories that they belong to. */
export interface StepWork {
  readonly items: ReadonlyMap<string, StateItem>;
  /** The windows of all steps of these stories, whoever took them: to be read once the items are merged. */
  readonly windows: readonly string[];
  readonly stories: readonly Story[];
}

/**
 * Notes every step that was taken. Each step has a window of its own, because a window keeps so many entries a minute: a flood
 * of one step must not push the next one out. `provisional`: the day is not complete, so that some of these may turn out to be none;
 * they are noted apart, with whose they are, and stories are told with both.
 */
export function noteSteps(judged: Judged, catalogue: Catalogue, config: Config, provisional = false): StepWork {
  const delta = new StateDelta();
  const stories = new Map<string, Story>();
  const trusted = trustedAccounts(config);
  // A detection's hit is a step only once it was judged, as a finding; a step's own hit is judged here.
  const own = judged.hits.filter((hit) => judgeForeign(hit, { view: judged.view, trusted }) !== 'quiet');
  for (const source of [...judged.findings, ...own])
    for (const { sequence, step, index } of catalogue.stepsOf(source.rule)) {
      if (!fits(source, step)) continue;
      for (const scope of scopesOf(sequence, source, judged.chains)) {
        const story = stories.get(`${sequence.id}#${scope}`) ?? { sequence, scope, sources: new Map() };
        stories.set(`${sequence.id}#${scope}`, story);
        const { time, id } = source.event;
        const value = provisional ? subjectOf(source) : id;
        delta.window(windowKey(story, index, provisional), { time, id, value }, 2 * sequence.withinHours * HOUR);
        story.sources.set(id, source);
      }
    }
  const taken = [...stories.values()];
  return {
    items: delta.items(),
    windows: taken.flatMap((story) => [...windowsOf(story), ...(provisional ? windowsOf(story, true) : [])]),
    stories: taken,
  };
}

function windowKey({ sequence, scope }: Story, step: number, provisional = false): string {
  return `${provisional ? 'O' : 'W'}#${sequence.id}#${step}#${scope}`.slice(0, MAX_KEY);
}

function windowsOf(story: Story, provisional = false): string[] {
  return story.sequence.steps.map((_, index) => windowKey(story, index, provisional));
}

/** Whether a finding is all that its step asks for; a step's own match asks by itself. */
function fits({ severity, event }: Source, step: Step): boolean {
  if (!('detections' in step)) return true;
  if (step.succeeded && event.outcome !== 'success') return false;
  return rank(severity ?? 'info') >= rank(step.minSeverity ?? 'info');
}

/** What the steps are joined by; none when the source doesn't tell, several when it is about several APIs. */
function scopesOf({ key }: Sequence, { event, target, joins }: Source, chains: Chains): string[] {
  if (key === 'principal') return [(chains(event.principal, event.time).at(-1) ?? event.principal).key];
  if (key === 'account') return [event.account];
  if (key === 'match') return joins === undefined ? [] : [joins];
  if (key === 'target') return target === undefined ? [] : [`${event.account}/${target}`];
  const apis = event.api === undefined ? [] : [event.api, ...(event.otherApis ?? [])];
  // An API's id is ten random characters: the region, which an access log may not know, adds nothing.
  return apis.map((api) => `${event.account}/${api}`);
}

/** The sequences that these steps completed, as findings. `view` holds the windows. */
export function completedSequences({ stories }: StepWork, view: StateView, chains: Chains, config: Config): Finding[] {
  const findings = stories.flatMap((story) => {
    const entries = [windowsOf(story), windowsOf(story, true)].flatMap((keys) =>
      keys.flatMap((key, step) => entriesIn(view.get(key), step)),
    );
    const subjects = new Map(
      windowsOf(story, true).flatMap((key) => entriesOf(view.get(key)).map(({ id, value }) => [id, value] as const)),
    );
    return completions(entries, story.sequence).flatMap(
      (completion) => sequenceFinding(story, completion, chains, config, subjects) ?? [],
    );
  });
  return findings.sort(byTimeThenId);
}

/** Whose incident a step belongs to. */
function subjectOf(source: Source): string {
  return ('origin' in source ? source.origin : source.event.principal).key;
}

function entriesOf(item: StateItem | undefined): readonly WindowEntry[] {
  return item?.kind === 'window' ? item.entries : [];
}

/** The entries of a step's window; `completions` tells steps apart by the value. */
function entriesIn(item: StateItem | undefined, step: number): readonly WindowEntry[] {
  return entriesOf(item).map(({ time, id }) => ({ time, id, value: String(step) }));
}
