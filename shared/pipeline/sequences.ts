import { HOUR } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import { type Catalogue, stepRule } from '../detections/catalogue.ts';
import type { Sequence, Step } from '../detections/define.ts';
import type { EventFace, Finding, Hit } from '../detections/hit.ts';
import { stableId } from '../id.ts';
import { byTimeThenId } from '../order.ts';
import { StateDelta } from '../state/delta.ts';
import type { StateItem, WindowEntry } from '../state/kinds.ts';
import type { StateView } from '../state/store.ts';
import type { Chains } from './actor-chain.ts';

/** Something that may be a step: a finding, or a hit of a sequence's own match. */
interface Candidate {
  readonly event: EventFace;
  readonly rule: string;
  readonly origin: string;
  readonly target: string | undefined;
  readonly resource: string;
  readonly eventIds: readonly string[];
}

const EVENTS_NAMED = 50;

/** What the day's findings and step hits add to the windows of the sequences, with who stands behind each entry. */
export interface StepWork {
  readonly items: ReadonlyMap<string, StateItem>;
  /** By window key, then event id. */
  readonly actors: ReadonlyMap<string, ReadonlyMap<string, Finding | Hit>>;
}

/** Notes every step that was taken. Steps of one event are one entry each, so that one event can't stand for two steps. */
export function noteSteps(
  findings: readonly Finding[],
  hits: readonly Hit[],
  chains: Chains,
  catalogue: Catalogue,
): StepWork {
  const delta = new StateDelta();
  const actors = new Map<string, Map<string, Finding | Hit>>();
  const note = (sequence: Sequence, step: number, source: Finding | Hit, candidate: Candidate): void => {
    const scope = keyOf(sequence, candidate);
    if (scope === undefined) return;
    const key = `W#${sequence.id}#${scope}`.slice(0, 1024);
    const { time, id } = candidate.event;
    delta.window(key, { time, id, value: String(step) }, 2 * sequence.withinHours * HOUR);
    const known = actors.get(key) ?? new Map<string, Finding | Hit>();
    actors.set(key, known.set(id, source));
  };
  const stepHits = new Map<string, Hit[]>();
  for (const hit of hits) if (hit.rule.includes('#')) stepHits.set(hit.rule, [...(stepHits.get(hit.rule) ?? []), hit]);
  for (const sequence of catalogue.sequences.values())
    for (const [index, step] of sequence.steps.entries()) {
      for (const finding of findings)
        if (isStep(step, finding)) note(sequence, index, finding, { ...finding, origin: finding.origin.key });
      for (const hit of stepHits.get(stepRule(sequence.id, index)) ?? [])
        note(sequence, index, hit, {
          ...hit,
          origin: (chains(hit.event.principal, hit.event.time).at(-1) ?? hit.event.principal).key,
        });
    }
  return { items: delta.items(), actors };
}

function isStep(step: Step, finding: Finding): boolean {
  return 'detections' in step && step.detections.includes(finding.rule);
}

function keyOf(sequence: Sequence, { event, origin, target }: Candidate): string | undefined {
  if (sequence.key === 'principal') return origin;
  if (sequence.key === 'account') return event.account;
  const name = sequence.key === 'api' ? event.api : target;
  return name === undefined ? undefined : `${event.account}/${sequence.key === 'api' ? `${event.region}/` : ''}${name}`;
}

/** The sequences that these steps completed, as findings. Each completion fires once: see `completions`. */
export function completedSequences(
  work: StepWork,
  view: StateView,
  chains: Chains,
  catalogue: Catalogue,
  config: Config,
): Finding[] {
  const findings: Finding[] = [];
  for (const [key, actors] of work.actors) {
    const sequence = catalogue.sequences.get(key.split('#')[1] ?? '');
    const item = view.get(key);
    if (sequence === undefined || item?.kind !== 'window') continue;
    for (const { last, entries } of completions(item.entries, sequence)) {
      const source = actors.get(last.id);
      if (source !== undefined) findings.push(sequenceFinding(sequence, key, source, entries, chains, config));
    }
  }
  return findings.sort(byTimeThenId);
}

/**
 * The entries at which a sequence is complete and was not within the window before: one story fires once. Depends on the
 * entries alone, not on the order in which files brought them.
 */
export function completions(
  entries: readonly WindowEntry[],
  sequence: Sequence,
): { last: WindowEntry; entries: WindowEntry[] }[] {
  const span = sequence.withinHours * HOUR;
  const found: { last: WindowEntry; entries: WindowEntry[] }[] = [];
  let lastComplete = Number.NEGATIVE_INFINITY;
  const sorted = [...entries].sort((a, b) => a.time - b.time || Number(a.value) - Number(b.value));
  for (const [index, last] of sorted.entries()) {
    const inside = sorted.filter(
      (entry, at) => entry.time > last.time - span && (at <= index || entry.time === last.time),
    );
    if (!isComplete(inside, last, sequence)) continue;
    if (last.time - lastComplete >= span) found.push({ last, entries: inside });
    lastComplete = last.time;
  }
  return found;
}

function isComplete(entries: readonly WindowEntry[], last: WindowEntry, sequence: Sequence): boolean {
  const required = sequence.steps.flatMap((step, index) => (step.optional ? [] : [index]));
  if (!sequence.ordered) {
    const taken = new Map<string, string>();
    for (const { value, id } of entries) if (!taken.has(value)) taken.set(value, id);
    const need = sequence.atLeast === undefined ? required.length : sequence.atLeast;
    const steps =
      sequence.atLeast === undefined ? required.filter((index) => taken.has(String(index))) : [...taken.keys()];
    return steps.length >= need && new Set(taken.values()).size >= Math.min(need, 2);
  }
  if (last.value !== String(required.at(-1))) return false;
  let next = 0;
  let time = Number.NEGATIVE_INFINITY;
  const used = new Set<string>();
  for (const index of required) {
    const entry = entries.find(({ value, time: at, id }) => value === String(index) && at >= time && !used.has(id));
    if (entry === undefined) break;
    time = entry.time;
    used.add(entry.id);
    next += 1;
  }
  return next === required.length;
}

function sequenceFinding(
  sequence: Sequence,
  key: string,
  source: Finding | Hit,
  entries: readonly WindowEntry[],
  chains: Chains,
  config: Config,
): Finding {
  const chain = chains(source.event.principal, source.event.time);
  const eventIds = [...new Set(entries.map(({ id }) => id))].slice(-EVENTS_NAMED);
  const taken = [...new Set(entries.map(({ value }) => sequence.steps[Number(value)]?.title ?? value))];
  const minutes = Math.round((source.event.time - (entries[0]?.time ?? source.event.time)) / 60_000);
  return {
    id: stableId('f', sequence.id, key, source.event.actId),
    rule: sequence.id,
    channel: 'sequence',
    severity: config.detections.severity[sequence.id] ?? sequence.severity,
    topic: sequence.topic,
    title: sequence.title,
    attack: sequence.attack,
    time: source.event.time,
    event: source.event,
    origin: chain.at(-1) ?? source.event.principal,
    chain,
    resource: source.resource,
    target: source.target,
    what: `completed a known attack path in ${minutes} minutes: ${taken.join(', then ')}`,
    eventIds,
    reasons: [{ text: `${taken.length} steps within ${minutes} minutes: ${taken.join('; ')}` }],
    changes: [],
  };
}
