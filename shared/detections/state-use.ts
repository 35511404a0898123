import type { TrailEvent } from '../cloudtrail/event.ts';
import type { CountLimits } from './measure.ts';
import type { Severity } from './severity.ts';

/** A setting that the event wrote, with its newest value from before (undefined: unknown, never guessed). */
export interface Change {
  readonly setting: string;
  readonly before: string | undefined;
  readonly now: string;
}
export type Verdict = 'quiet' | { readonly severity?: Severity; readonly reason?: string };

/**
 * Another setting as it was when the event came, of any resource: whether the stage deploys by itself, whose log the bucket
 * holds, which APIs the function guards. Not asked when the value is unknown.
 */
export interface Given {
  readonly setting: string;
  /** Which resource's, as shared/settings names it; undefined: don't ask. */
  readonly of: (event: TrailEvent) => string | undefined;
  /** `told`: all values from before the event, the newest first, each once; `value` is the first of them. `time`: the event's. */
  readonly judge: (value: string, severity: Severity, told: readonly Told[], time: number) => GivenVerdict | undefined;
  /** Keeps only values that another setting still bears out: an authorizer that still names the function. */
  readonly still?: {
    readonly setting: string;
    readonly of: (value: string) => string;
    /** `now`: that setting's newest value from before the event; `of`: whose setting was asked for. What is unknown is kept. */
    readonly says: (now: string, of: string) => boolean;
  };
  /** When the value is unknown or empty: quiet, or quiet at this severity; default: as if it had not been asked. */
  readonly unknown?: 'quiet' | ((severity: Severity) => 'quiet' | undefined);
  /** Whose account and region it is kept under; default: the event's own. Bucket names, for one, know no region. */
  readonly anywhere?: true;
}
/** A value and when (ms) it was told last. */
export interface Told {
  readonly value: string;
  readonly time: number;
}
type GivenVerdict =
  | 'quiet'
  | {
      readonly severity?: Severity;
      readonly reason?: string /** The APIs that it is about after all. */;
      readonly apis?: readonly string[];
    };

/** What a detection must know beside the event; the pipeline fetches it, `match` never does. */
export interface StateUse {
  /** Compares the settings that the event wrote (shared/settings names them) with their last known values. */
  readonly changed?: {
    readonly settings: readonly string[];
    /** Default: quiet when the value is known and the same; otherwise says from what to what. */
    readonly judge?: (change: Change) => Verdict | undefined;
  };
  /** Other settings as they were when the event came. Asked last, one after the other, with the severity so far. */
  readonly given?: Given | readonly Given[];
  /** Whether a value is new for a subject, by UTC days before the event's own. */
  readonly firstSeen?: {
    readonly subject: (event: TrailEvent) => string | undefined;
    readonly value: (event: TrailEvent) => string | undefined;
    /**
     * How the principal's profile names the value (shared/behaviour/principal-day.ts), when it holds it: then nothing of its own is
     * remembered. `subject` is then the principal's key.
     */
    readonly profile?: (event: TrailEvent) => string;
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
  /** Whether a subject was away: not seen on any of the last `days` days, after it was active on at least `activeDays`. */
  readonly dormant?: {
    readonly subject: (event: TrailEvent) => string | undefined;
    readonly days: number;
    readonly activeDays: number;
    /** The subject is the principal's key, and its profile knows when it was active. */
    readonly profile?: true;
    /** Only who was there on nine days of ten until then: silence of what is seldom heard means nothing. */
    readonly everyDay?: true;
    /** Who was away, in words: `principal`, `access log of the stage`. */
    readonly noun: string;
  };
  /** Whether a subject is in use for a long time: told on its first day after each full `days` since it was first seen. */
  readonly aged?: {
    readonly subject: (event: TrailEvent) => string | undefined;
    readonly days: number;
    /** What is old, in words: `access key`. */
    readonly noun: string;
  };
  /** How many (distinct) within a time, per subject; fires when the number is reached, once until it falls below again. */
  readonly count?: CountLimits & {
    readonly subject: (event: TrailEvent) => string | undefined;
    readonly distinct?: (event: TrailEvent) => string | readonly string[] | undefined;
    /** 1 to 64, or to `most`; 1 fires at the first of a run and stays quiet for the rest of it. */
    readonly atLeast: number;
    readonly withinMinutes: number;
    /** What is counted, in words, plural: `different roles`. */
    readonly noun: string;
    /** Below the number: quiet, or this severity for each event alone (the detection then fires on each and is raised by the count). */
    readonly below?: 'quiet' | Severity;
  };
}
