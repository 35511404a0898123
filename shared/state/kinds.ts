import type { ActivityItem } from './activity.ts';
import type { ParentItem } from './parent.ts';
import type { ProfileItem } from './profile.ts';
import type { SummaryItem } from './summary.ts';
import type { WaitingItem } from './waiting.ts';

/**
 * What is remembered. Every kind is a join-semilattice: merging is associative, commutative and idempotent, so duplicates,
 * retries, late files and any number of workers are harmless by construction (docs/ARCHITECTURE.md, "State only grows").
 */
export type StateItem =
  | RegisterItem
  | WindowItem
  | DaysItem
  | ActivityItem
  | ProfileItem
  | ParentItem
  | SummaryItem
  | WaitingItem;

/** The newest values of one setting of one resource, by event time. */
export interface RegisterItem {
  readonly kind: 'register';
  /** Ascending by (time, id, revision, value). */
  readonly entries: readonly RegisterEntry[];
  /** How long an entry may matter, in ms; undefined: for good. */
  readonly keep?: number | undefined;
}
export interface RegisterEntry {
  readonly time: number;
  readonly id: string;
  readonly revision: number;
  readonly value: string;
}

/** Moments of one subject: for counts in minutes and sequences over hours. */
export interface WindowItem {
  readonly kind: 'window';
  readonly entries: readonly WindowEntry[];
  readonly keep: number;
  readonly thin?: Thin | undefined;
}
/**
 * How much of a flood a window keeps, where WINDOW_VALUES_A_MINUTE is not what is needed. Part of the window's key: all entries of
 * one key are thinned alike, or what stays would depend on the order of joining.
 */
export interface Thin {
  /** Values that are told apart in each stretch of time: no threshold may be higher. */
  readonly most: number;
  /** Length of a stretch, ms: no longer than the time that is counted over, but where only first sights matter. */
  readonly every: number;
  /** Of each value only the first entry of a stretch is kept: who brings the others differs with how records come in files. */
  readonly first?: true | undefined;
}
export interface WindowEntry {
  readonly time: number;
  readonly id: string;
  /** What is counted apart (a role, a service:operation), or the step of a sequence. */
  readonly value: string;
}

/** On which days each value was seen: answers "first in 74 active days". Days are ascending UTC days since 1970. */
export interface DaysItem {
  readonly kind: 'days';
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** Newest values a register keeps: enough for a busy day of one setting. */
export const REGISTER_ENTRIES = 64;
/** Values of which a window keeps entries, a minute: no count threshold may be higher (checked by `checkDetection`). */
export const WINDOW_VALUES_A_MINUTE = 64;
/** Days a value keeps, the newest, beside its very first. */
export const DAYS_KEPT = 400;
/** Values a subject keeps beside ANY_VALUE, the lowest by hash: a flood of new values must not grow an item without end. */
export const VALUES_KEPT = 2000;
/** The value that stands for "any": its days are the subject's active days. */
export const ANY_VALUE = '*';
