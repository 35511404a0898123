import type { Severity } from '../detections/severity.ts';

/** Something that is not as it should be, as long as it is so. */
export interface Condition {
  /** `<check>.<what>`: the same for as long as it is the same trouble. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly lines: readonly string[];
  readonly nextSteps: readonly string[];
  /** ms that it must have lasted before people are told; absent: at once. */
  readonly patience?: number;
  /** Told once, however long it lasts; else again after a day, then after two, four, … */
  readonly once?: boolean;
}

/** What a check came to. */
export interface Checked {
  /** The first part of the keys of its conditions. */
  readonly check: string;
  readonly conditions: readonly Condition[];
  /** Not all of it could be looked at: what it had found before is not over yet. */
  readonly isPartial?: boolean;
  /** What to say when a condition that people were told of is no more; undefined: nothing. */
  readonly over?: (key: string) => string | undefined;
}

/** What AWS said to a question. */
export type Answer<T> =
  | { readonly is: 'known'; readonly value: T }
  | { readonly is: 'missing'; readonly said: string }
  | { readonly is: 'denied'; readonly permission: string }
  | { readonly is: 'failed'; readonly permission: string; readonly said: string };
