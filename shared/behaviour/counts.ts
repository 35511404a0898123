import { byTimeThenId } from '../order.ts';
import { type ActivityItem, CALLS_KEPT, DENIED_KEPT } from '../state/activity.ts';
import { estimate, type Sample } from '../state/sample.ts';
import { BIT } from './action.ts';

/** Machines make most calls and change least from day to day: one in so many is counted, or each would cost a write of state. */
const EVERY_OF_MACHINES = 8;
/** Who makes few calls, of which each may matter. */
const PERSONS: ReadonlySet<string> = new Set(['human', 'root', 'user']);

export function isPerson(kind: string): boolean {
  return PERSONS.has(kind);
}

/** One call in how many is counted, for a class of principal. */
export function everyOf(kind: string): number {
  return isPerson(kind) ? 1 : EVERY_OF_MACHINES;
}

/**
 * About how many calls, denied, sensitive and changing ones and different actions a day holds: COUNTS. `whole`: the day that the
 * activity is a part of.
 */
export function countsOf(activity: ActivityItem, whole: ActivityItem = activity): number[] {
  const { values, calls, denied } = activity;
  const all = partOf(calls, whole.calls, CALLS_KEPT) * whole.every;
  const share = (bit: number): number => Math.round((all * having(calls, bit)) / Math.max(1, calls.length));
  let actions = 0;
  for (const value of values.keys()) if (value.startsWith('a')) actions += 1;
  return [
    Math.round(all),
    Math.round(partOf(denied, whole.denied, DENIED_KEPT)),
    share(BIT.sensitive),
    share(BIT.write),
    actions,
  ];
}

/** How many events the part of a sample stands for that was there at some time of the day. */
function partOf(part: Sample, whole: Sample, k: number): number {
  return whole.length === 0 ? 0 : (estimate(whole, k) * part.length) / whole.length;
}

function having(sample: Sample, bit: number): number {
  return sample.reduce((count, { bits }) => count + ((bits & bit) === 0 ? 0 : 1), 0);
}

/** Whether a count (by its index in COUNTS) is an estimate: of many events a sample tells how many. */
export function isAbout({ calls, denied, every }: ActivityItem, index: number): boolean {
  if (index === 1) return denied.length >= DENIED_KEPT;
  return index < 4 && (every > 1 || calls.length >= CALLS_KEPT);
}

/** The counted events that a count (by its index in COUNTS) is of. By time. */
export function countedEvents(activity: ActivityItem, index: number): { readonly time: number; readonly id: string }[] {
  const events = eventsOf(activity, index).map(({ time, id }) => ({ time, id }));
  return events.sort(byTimeThenId);
}

function eventsOf({ values, calls, denied }: ActivityItem, index: number): readonly { time: number; id: string }[] {
  switch (index) {
    case 0:
      return calls;
    case 1:
      return denied;
    case 4:
      return [...values].filter(([value]) => value.startsWith('a')).map(([, witness]) => witness);
    default:
      return calls.filter(({ bits }) => (bits & (index === 2 ? BIT.sensitive : BIT.write)) !== 0);
  }
}
