import fc from 'fast-check';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, HOUR } from '../../shared/cloudtrail/time.ts';
import type { LawFile } from './replays.ts';

/** How records get into files. */
export interface Filing {
  readonly seed: number;
  /** 0: each record in a file of its own. */
  readonly files: number;
  /** Every so many records one comes again in another file; 0: none. */
  readonly again: number;
  /** What the files' names tell of the time: nothing, the truth, or anything. */
  readonly names: 'none' | 'honest' | 'misleading';
}

export const filing: fc.Arbitrary<Filing> = fc.record({
  seed: fc.integer({ min: -1, max: 1000 }),
  files: fc.constantFrom(0, 1, 2, 3, 7),
  again: fc.constantFrom(0, 1, 2, 3),
  names: fc.constantFrom('none', 'honest', 'misleading'),
});

/** The records in files. The same filing gives the same files; seed -1 reverses instead of shuffling. */
export function filed(records: readonly RawRecord[], { seed, files, again, names }: Filing): LawFile[] {
  const next = chance(seed);
  const repeated = again === 0 ? [] : records.filter((_, index) => index % again === 0);
  const order = [...records, ...repeated];
  if (seed === -1) order.reverse();
  else shuffle(order, next);
  const groups = Map.groupBy(order, (_, index) => (files === 0 ? index : Math.floor(next() * files)));
  return [...groups.values()].map((group, index) => {
    // Keys are in another order than the files' content, because objects of a day are walked by key.
    const key = `${Math.floor(next() * 1e9)}-${index}`;
    return { key, records: group, deliveredAt: deliveredAt(group, names, next) };
  });
}

function deliveredAt(records: readonly RawRecord[], names: Filing['names'], next: () => number): number | undefined {
  if (names === 'none') return undefined;
  const times = records.map(({ eventTime }) => Date.parse(String(eventTime))).filter((time) => !Number.isNaN(time));
  const earliest = Math.min(...times);
  return names === 'honest' ? earliest + HOUR : earliest + Math.floor(next() * 20 - 10) * DAY;
}

function shuffle(items: RawRecord[], next: () => number): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    [items[index], items[other]] = [items[other] as RawRecord, items[index] as RawRecord];
  }
}

/** A small random generator with a seed (mulberry32), from 0 to below 1. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
