import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Severity } from './severity.ts';

/** A setting that the event wrote, with its newest value from before (undefined: unknown, never guessed). */
export interface Change {
  readonly setting: string;
  readonly before: string | undefined;
  readonly now: string;
}
export type Verdict = 'quiet' | { readonly severity?: Severity; readonly reason?: string };

/** What a detection must know beside the event; the pipeline fetches it, `match` never does. */
export interface StateUse {
  /** Compares the settings that the event wrote (shared/settings names them) with their last known values. */
  readonly changed?: {
    readonly settings: readonly string[];
    /** Default: quiet when the value is known and the same; otherwise says from what to what. */
    readonly judge?: (change: Change) => Verdict | undefined;
  };
  /**
   * Another setting as it was when the event came, of any resource: whether the stage deploys by itself, who the trail's bucket
   * belongs to. Asked last, with the severity so far; not asked when the value is unknown.
   */
  readonly given?: {
    readonly setting: string;
    /** Which resource's, as shared/settings names it; undefined: don't ask. */
    readonly of: (event: TrailEvent) => string | undefined;
    readonly judge: (value: string, severity: Severity) => Verdict | undefined;
  };
  /** Whether a value is new for a subject, by UTC days before the event's own. */
  readonly firstSeen?: {
    readonly subject: (event: TrailEvent) => string | undefined;
    readonly value: (event: TrailEvent) => string | undefined;
    /** What the value is, in words: `region`, `identity provider`. */
    readonly noun: string;
    /** Active days a subject needs before a new value means anything. */
    readonly learnDays: number;
    /** Whose active days count as learning: the subject's own in this detection (default), or any of its account's logs. */
    readonly learnFrom?: 'subject' | 'account';
    /** When the value is known, and while learning; default quiet. When new: the match's or the detection's severity. */
    readonly known?: 'quiet' | Severity;
    readonly learning?: 'quiet' | Severity;
  };
  /** How many (distinct) within a time, per subject; fires when the number is reached, once until it falls below again. */
  readonly count?: {
    readonly subject: (event: TrailEvent) => string | undefined;
    readonly distinct?: (event: TrailEvent) => string | readonly string[] | undefined;
    /** 1 to 64; 1 fires at the first of a run and stays quiet for the rest of it. */
    readonly atLeast: number;
    readonly withinMinutes: number;
    /** What is counted, in words, plural: `different roles`. */
    readonly noun: string;
    /** Below the number: quiet, or this severity for each event alone (the detection then fires on each and is raised by the count). */
    readonly below?: 'quiet' | Severity;
  };
}
