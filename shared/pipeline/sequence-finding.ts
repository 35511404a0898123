import { howLong } from '../alerts/wording.ts';
import type { Config } from '../config.ts';
import type { Sequence } from '../detections/define.ts';
import type { Finding, Hit } from '../detections/hit.ts';
import { stableId } from '../id.ts';
import type { WindowEntry } from '../state/kinds.ts';
import type { Chains } from './actor-chain.ts';
import type { Completion } from './completions.ts';

/** What may be a step: a finding, or a hit of a sequence's own match. */
export type Source = Finding | Hit;

/** One sequence for one API, principal, target or account. */
export interface Story {
  readonly sequence: Sequence;
  readonly scope: string;
  /** What stands behind the entries that are new, by event id. */
  readonly sources: Map<string, Source>;
}

const EVENTS_NAMED = 50;

/**
 * A story as a finding, told of what completed it or, when a file that came late brought an earlier step, of the latest step at
 * hand. Undefined: nothing of the story is new, and it was told when it was.
 */
export function sequenceFinding(
  { sequence, scope, sources }: Story,
  { last, entries }: Completion,
  chains: Chains,
  config: Config,
  subjects: ReadonlyMap<string, string>,
): Finding | undefined {
  const source =
    sources.get(last.id) ?? entries.map(({ id }) => sources.get(id)).findLast((found) => found !== undefined);
  if (source === undefined) return undefined;
  const chain = chains(source.event.principal, source.event.time);
  const taken = [...new Set(entries.map(({ value }) => sequence.steps[Number(value)]?.title ?? value))];
  const time = last.time - (entries[0]?.time ?? last.time);
  const span = time === 0 ? 'the same second' : howLong(time);
  return {
    id: stableId('f', sequence.id, scope, last.id),
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
    eventIds: eventsOf(entries),
    reasons: [{ text: `${taken.length} steps within ${span}: ${taken.join('; ')}` }],
    changes: [],
    ...(subjects.size === 0 ? {} : { others: othersIn(entries, subjects) }),
  };
}

/** Whose steps they were, as far as it was noted: of days that are not complete. */
function othersIn(entries: readonly WindowEntry[], subjects: ReadonlyMap<string, string>): string[] {
  return [...new Set(entries.flatMap(({ id }) => subjects.get(id) ?? []))].sort();
}

/** The newest events, and the first of each step: a flood of one must not leave the others unnamed. */
function eventsOf(entries: readonly WindowEntry[]): string[] {
  const firsts = new Map([...entries].reverse().map((entry) => [entry.value, entry]));
  const named = new Set([...firsts.values(), ...entries.slice(-EVENTS_NAMED)]);
  return [...new Set(entries.filter((entry) => named.has(entry)).map(({ id }) => id))];
}
