import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Outcome } from '../cloudtrail/outcome.ts';
import type { RawRecord } from '../cloudtrail/read.ts';

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The topics of the guide (docs/ARCHITECTURE.md): U users, R roles, F federation, P exposure, T tokens, C credentials … */
export const TOPICS = {
  U: 'IAM users and groups',
  R: 'IAM roles',
  F: 'identity federation',
  P: 'policies and exposure of APIs',
  T: 'token-based authorization',
  C: 'leaked credentials',
  L: 'logging and audit',
  H: 'throttling',
  W: 'WAF',
  B: 'backends',
  D: 'drift',
  X: 'what follows a stolen identity',
} as const;
export type Topic = keyof typeof TOPICS;

/** What every rule of ours says about itself, whether it looks at one event or at several. */
export interface About {
  /** Also the file's name. */
  readonly id: string;
  readonly topic: Topic;
  readonly title: string;
  readonly severity: Severity;
  /** ATT&CK v19 technique ids. */
  readonly attack: readonly string[];
  /** What an attacker gains, in one or two sentences. */
  readonly why: string;
  /** Ordinary causes. */
  readonly benign: readonly string[];
  /** Steps for whoever is woken. `{principal} {account} {region} {resource} {target} {api} {time} {before} {after} {ip} {key}` are filled in. */
  readonly runbook: readonly string[];
}

/** Which events a detection wants to see: an index, so that most events cost nothing. */
export interface On {
  /** `iam` for iam.amazonaws.com; absent: every service. */
  readonly source?: string | readonly string[];
  /** Operation names without API dates; absent: every operation. */
  readonly names?: readonly string[];
  /** Default: success. */
  readonly outcome?: Outcome | 'any' | readonly Outcome[];
  /** Only callers of these kinds (userIdentity.type), such as Root: decided before anything is built. */
  readonly identity?: string | readonly string[];
  /** Only calls that this AWS service made (userIdentity.invokedBy): decided before anything is built. */
  readonly invokedBy?: string;
  /** Only operations that change something. */
  readonly writes?: true;
  /** A test of the user agent, remembered per distinct value; cheap enough for every event. */
  readonly agent?: (userAgent: string) => boolean;
}

/** What a detection saw in one event. */
export interface Match {
  /** What was touched, for a person; default: the API, else the first resource of the record. */
  readonly resource?: string;
  /** Completes "alice …": `set the authorization of GET /orders to NONE`. Default: `called service:Operation`. */
  readonly what?: string;
  readonly severity?: Severity;
  readonly reasons?: readonly string[];
  /** The user, role, key or function it was done to: sequences join on it. */
  readonly target?: string;
  /** The API it is about, or several, when the call is not API Gateway's own (a web ACL's stage) or names none (a usage plan's APIs). */
  readonly api?: string | readonly string[];
  /** Accounts that are let in. Judged when all is known: an account whose logs we read, or that is trusted, is not foreign. */
  readonly foreign?: {
    readonly accounts: readonly string[];
    /** Severity when one is foreign. */
    readonly severity?: Severity;
    /** Quiet when none is foreign. */
    readonly required?: boolean;
  };
}

/** A setting that the event wrote, with its newest value from before (undefined: unknown, never guessed). */
export interface Change {
  readonly setting: string;
  readonly before: string | undefined;
  readonly now: string;
}
export type Verdict = 'quiet' | { readonly severity?: Severity; readonly reason?: string };

interface StateUse {
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
    /** 2 to 64. */
    readonly atLeast: number;
    readonly withinMinutes: number;
    /** What is counted, in words, plural: `different roles`. */
    readonly noun: string;
    /** Below the number: quiet, or this severity for each event alone (the detection then fires on each and is raised by the count). */
    readonly below?: 'quiet' | Severity;
  };
}

export interface Example {
  readonly title: string;
  /** In any order; `record()` and its kin in example.ts make them from realistic base records. */
  readonly records: readonly RawRecord[];
  /** For a firing example: the expected severity. */
  readonly severity?: Severity;
  /** Settings of gatetrail.yml that the example needs. */
  readonly trusted?: readonly string[];
}
export interface Examples {
  readonly fires: readonly [Example, ...Example[]];
  /** Look-alikes. */
  readonly quiet: readonly [Example, ...Example[]];
}

export interface Detection extends About {
  readonly on: On;
  /** Pure. Absent or true: the event as it is. A list when several resources are touched. */
  readonly match?: (event: TrailEvent) => Match | readonly Match[] | boolean | undefined;
  readonly state?: StateUse;
  readonly examples: () => Examples;
}

/**
 * One event of a sequence: a finding of one of these detections, or any event that `on` and `match` accept. Optional steps are told
 * when they were taken, but never needed.
 */
export type Step = { readonly title: string; readonly optional?: true } & (
  | {
      readonly detections: readonly string[];
      /** Only findings judged at least this severe. */
      readonly minSeverity?: Severity;
      /** Only of calls that succeeded: some detections tell attempts too. */
      readonly succeeded?: true;
    }
  | { readonly on: On; readonly match?: (event: TrailEvent) => Match | boolean | undefined }
);

export interface Sequence extends About {
  /** What joins the steps: the API, who acted (origin of the role chain), the target, or the account. */
  readonly key: 'api' | 'principal' | 'target' | 'account';
  readonly withinHours: number;
  /** true: in this order (events of the same second count as ordered). */
  readonly ordered: boolean;
  /** How many of the steps that are not optional make it complete; default: all. Only without order. */
  readonly atLeast?: number;
  readonly steps: readonly Step[];
  readonly examples: () => Examples;
}

/** Declares a detection. A file holds one, as its default export. */
export function defineDetection(detection: Detection): Detection {
  return detection;
}

/** Declares a sequence. A file holds one, as its default export. */
export function defineSequence(sequence: Sequence): Sequence {
  return sequence;
}
