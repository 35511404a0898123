import { type ActivityItem, NOTABLE_KEPT, READS_KEPT, READS_PER_PICK } from '../state/activity.ts';
import { estimate, type Sample } from '../state/sample.ts';
import { BIT } from './action.ts';

/** About how many events, denied, sensitive, writing ones and different actions a day holds: COUNTS. */
export function countsOf({ values, notable, reads }: ActivityItem): number[] {
  const all = estimate(notable, NOTABLE_KEPT);
  const share = (bit: number): number => Math.round((all * having(notable, bit)) / Math.max(1, notable.length));
  let actions = 0;
  for (const value of values.keys()) if (value.startsWith('a')) actions += 1;
  const plain = estimate(reads, READS_KEPT) * READS_PER_PICK;
  return [Math.round(all + plain), share(BIT.denied), share(BIT.sensitive), share(BIT.write), actions];
}

function having(sample: Sample, bit: number): number {
  return sample.reduce((count, { bits }) => count + ((bits & bit) === 0 ? 0 : 1), 0);
}

/** Whether a count is an estimate: one read in eight is counted, and of many events a sample tells how many. */
export function isAbout({ notable }: ActivityItem, count: number): boolean {
  return count === 0 || notable.length >= NOTABLE_KEPT;
}

/** The counted events that a count is of: `index` into COUNTS. By time. */
export function countedEvents(
  { values, notable, reads }: ActivityItem,
  index: number,
): { readonly time: number; readonly id: string }[] {
  const bit = [0, BIT.denied, BIT.sensitive, BIT.write][index];
  const events =
    bit === undefined
      ? [...values].filter(([value]) => value.startsWith('a')).map(([, witness]) => witness)
      : bit === 0
        ? [...notable, ...reads]
        : notable.filter(({ bits }) => (bits & bit) !== 0);
  return events.map(({ time, id }) => ({ time, id })).sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}
