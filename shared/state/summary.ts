import { compareText } from '../order.ts';

/** Marks of a day: an alert went out; a rule of high severity told of it anyway; then one for each channel that was exceeded. */
export const MARK = { alert: 1, rule: 2, acute: 4, rate: 8, slow: 16 } as const;

/** What one principal-day came to when it was scored: plain numbers, from which thresholds and what is usual for a group are worked out. */
export interface DayRecord {
  /** Peer group and class. */
  readonly peers: string;
  readonly class: string;
  /** Active days before. */
  readonly age: number;
  /** Events, denied, sensitive, writes, distinct actions. */
  readonly counts: readonly number[];
  /** Actions never used before: reads, writes, sensitive ones. */
  readonly fresh: readonly number[];
  /** How new the newest value of each feature was (0 known to it, 1 to a peer, 2 in the organisation, 3 to nobody); -1: no value. */
  readonly classes: readonly number[];
  /** Bits. */
  readonly acute: number;
  readonly rate: number;
  readonly slow: number;
  /** Bits of MARK. After an alert what had gathered slowly begins anew. */
  readonly alerted: number;
}

/** The principal-days of one UTC day, by hash of the principal. */
export interface SummaryItem {
  readonly kind: 'summary';
  readonly day: number;
  readonly records: ReadonlyMap<string, DayRecord>;
}

export function joinSummaries(a: SummaryItem, b: SummaryItem): SummaryItem {
  const records = new Map(a.records);
  for (const [who, record] of b.records) records.set(who, fuller(records.get(who), record));
  return { kind: 'summary', day: a.day, records };
}

/** Of two records of one principal-day the one that knew more of it; of equals the marks of both. */
export function fuller(a: DayRecord | undefined, b: DayRecord): DayRecord {
  if (a === undefined || a === b) return b;
  const [textA, textB] = [a, b].map((record) => JSON.stringify(rowOf({ ...record, alerted: 0 }))) as [string, string];
  const more = (a.counts[0] ?? 0) - (b.counts[0] ?? 0) || compareText(textA, textB);
  if (more === 0) return { ...a, alerted: a.alerted | b.alerted };
  return more > 0 ? a : b;
}

/** A record as one row, in the order of its fields. */
export function rowOf(record: DayRecord): readonly unknown[] {
  const { peers, class: kind, age, counts, fresh, classes, acute, rate, slow, alerted } = record;
  return [peers, kind, age, counts, fresh, classes, acute, rate, slow, alerted];
}
