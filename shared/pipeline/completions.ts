import { HOUR } from '../cloudtrail/time.ts';
import type { Sequence } from '../detections/define.ts';
import { compareText } from '../order.ts';
import type { WindowEntry } from '../state/kinds.ts';

/** A sequence that became complete at `last`; `entries` are the steps of its story, ascending, that one included. */
export interface Completion {
  readonly last: WindowEntry;
  readonly entries: readonly WindowEntry[];
}

/**
 * Where a sequence becomes complete: at the first second t at which distinct events within (t - window, t] stand for all its
 * steps, when that wasn't so within the window before. So one story fires once, repeats and all, and a new one only after a
 * quiet window. Depends on the entries alone, not on the order in which files brought them: what happened in one second
 * happened in any order (CloudTrail tells no finer). Linear in the entries once sorted.
 */
export function completions(entries: readonly WindowEntry[], sequence: Sequence): Completion[] {
  const span = sequence.withinHours * HOUR;
  const needed = sequence.steps.flatMap((step, index) => (step.optional ? [] : [index]));
  const seconds = bySecond(entries, needed, sequence.shared === true);
  const completeAt = sequence.ordered ? inOrder(needed.length, span) : inAnyOrder(sequence, needed.length, span);
  const found: Completion[] = [];
  let lastComplete = Number.NEGATIVE_INFINITY;
  for (const second of seconds) {
    // What is no needed step makes nothing complete, and prolongs nothing.
    if (second.kinds.size === 0 || !completeAt(second)) continue;
    if (second.time - lastComplete >= span) found.push(storyUntil(second, seconds, sequence, needed));
    lastComplete = second.time;
  }
  return found;
}

/** The events of one second. */
interface Second {
  readonly time: number;
  /** Ascending by step, then id. */
  readonly entries: [WindowEntry, ...WindowEntry[]];
  /** How many events could be which of the needed steps: a bit a step. */
  readonly kinds: ReadonlyMap<number, number>;
}

function bySecond(entries: readonly WindowEntry[], needed: readonly number[], shared: boolean): Second[] {
  const sorted = [...entries].sort(
    (a, b) => a.time - b.time || Number(a.value) - Number(b.value) || compareText(a.id, b.id),
  );
  const groups: Pick<Second, 'time' | 'entries'>[] = [];
  for (const entry of sorted) {
    const last = groups.at(-1);
    if (last?.time === entry.time) last.entries.push(entry);
    else groups.push({ time: entry.time, entries: [entry] });
  }
  return groups.map((group) => ({ ...group, kinds: kindsOf(group.entries, needed, shared) }));
}

/** `shared`: an event that is several steps counts as that many events. */
function kindsOf(entries: readonly WindowEntry[], needed: readonly number[], shared: boolean): Map<number, number> {
  const steps = new Map<string, number>();
  for (const { id, value } of entries) {
    const bit = needed.indexOf(Number(value));
    const event = shared ? `${value}|${id}` : id;
    if (bit !== -1) steps.set(event, (steps.get(event) ?? 0) | (1 << bit));
  }
  const kinds = new Map<number, number>();
  for (const kind of steps.values()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return kinds;
}

/** Keeps the kinds of the events within the window, and asks whether they can stand for enough steps. */
function inAnyOrder({ atLeast }: Sequence, steps: number, span: number): (second: Second) => boolean {
  const inside: Second[] = [];
  const kinds = new Map<number, number>();
  let from = 0;
  return (second) => {
    inside.push(second);
    for (const [kind, count] of second.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    for (let oldest = inside[from]; oldest !== undefined && oldest.time <= second.time - span; oldest = inside[from]) {
      for (const [kind, count] of oldest.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) - count);
      from += 1;
    }
    return stepsTaken(kinds, (1 << steps) - 1) >= (atLeast ?? steps);
  };
}

/** For every step, keeps the latest start of a chain of steps that leads to it: the chain with the best chance to fit the window. */
function inOrder(steps: number, span: number): (second: Second) => boolean {
  const starts = new Array<number>(steps).fill(Number.NEGATIVE_INFINITY);
  return ({ time, kinds }) => {
    let complete = false;
    // From the last step down: a chain of this second continues one of the past, not one that was just made longer.
    for (let end = steps - 1; end >= 0; end -= 1)
      for (let first = end; first >= 0; first -= 1) {
        const taken = ((1 << (end - first + 1)) - 1) << first;
        if (stepsTaken(kinds, taken) <= end - first) break;
        const start = first === 0 ? time : (starts[first - 1] ?? Number.NEGATIVE_INFINITY);
        // The less of the past a chain needs, the later it starts: the last one found is the best.
        starts[end] = start;
        complete ||= end === steps - 1 && start > time - span;
      }
    return complete;
  };
}

/**
 * The most of these steps that distinct events can stand for, one event a step. By the deficiency form of Hall's theorem that is
 * the least, over all subsets of the steps, of the steps left out plus the events that could be any of the subset.
 */
function stepsTaken(kinds: ReadonlyMap<number, number>, steps: number): number {
  let most = Number.POSITIVE_INFINITY;
  for (let subset = steps; ; subset = (subset - 1) & steps) {
    let events = 0;
    for (const [kind, count] of kinds) if ((kind & subset) !== 0) events += count;
    most = Math.min(most, bits(steps & ~subset) + events);
    if (subset === 0) return most;
  }
}

function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
}

function storyUntil(
  end: Second,
  seconds: readonly Second[],
  { withinHours, ordered }: Sequence,
  needed: readonly number[],
): Completion {
  const inside = seconds
    .filter(({ time }) => time > end.time - withinHours * HOUR && time <= end.time)
    .flatMap(({ entries }) => entries);
  const isStep = (index: number | undefined) => (entry: WindowEntry) => Number(entry.value) === index;
  const begin = ordered ? inside.findIndex(isStep(needed[0])) : 0;
  const last = (ordered ? end.entries.find(isStep(needed.at(-1))) : end.entries.at(-1)) ?? end.entries[0];
  return { last, entries: inside.slice(Math.max(begin, 0)) };
}
