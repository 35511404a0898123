import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Outcome } from '../cloudtrail/outcome.ts';
import type { Place } from '../cloudtrail/place.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import type { ListName } from '../lists.ts';
import type { Severity } from './severity.ts';
import type { StateUse } from './state-use.ts';

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
  /** A test of eventSource and eventName as written, remembered per distinct pair. Beside `source` and `names`. */
  readonly operation?: (eventSource: string, eventName: string) => boolean;
  /** Lower-case eventNames, or else eventSources, among which `operation` finds all it accepts: spares asking about the others. */
  readonly among?: { readonly eventNames?: readonly string[]; readonly eventSources?: readonly string[] };
  /** A test of the record as it is, before anything is built of it: for rules that mostly say no. `match` is asked after it. */
  readonly raw?: (raw: RawRecord) => boolean;
  /** A test of one header field, remembered per distinct text; in place of `source` and the like. `name` tells equal readers apart. */
  readonly header?: {
    readonly name: string;
    readonly of: (raw: RawRecord) => unknown;
    readonly test: (value: unknown) => boolean;
  };
  /**
   * Only events that may be the first of the day: of an account in a region, or of a caller: of all, from this network, or that
   * write with this service in this region. In ten minutes where the detection counts within less than a day, and then also with
   * this IP address. For what is judged by first sight, which needs no more; few of the events in a log are one. A rule that asks for
   * it takes what it is given: with `names`, or without failures, another event may have used up the first sight (but for
   * `service`, which means writes that succeeded).
   */
  readonly first?: FirstOf;
  /** A test of `userIdentity.arn` as written, for first sights: decided before anything is built. */
  readonly arn?: (arn: string) => boolean;
}

/**
 * `request`: of a request to an API, whoever sent it, all that tells its kind (`requestKind` in shared/access-log/record.ts). Of
 * requests there is besides only `caller` (IAM and certificates) and, of an API key, `ip`, and `network` where it is counted.
 */
export type FirstOf = 'account' | 'caller' | 'service' | 'network' | 'ip' | 'request';

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
  /** What only the configuration knows: whether one of these names is on a list of `gatetrail.yml`. Judged as `foreign` is. */
  readonly listed?: readonly Listed[];
  /** Teaches `firstSeen` or `dormant` and is no finding: the ordinary value beside which another is strange. */
  readonly learnOnly?: true;
  /** What joins the steps of a sequence whose key is `match`. */
  readonly key?: string;
}

/** A question to a list of the configuration; patterns with `*`, or networks for `networks`. */
export interface Listed {
  readonly list: ListName;
  readonly names: readonly string[];
  /** When nothing is to be reported: when one of the names is on the list, or when none is. */
  readonly quiet?: 'listed' | 'unlisted';
  /** Severity when one is on the list. */
  readonly severity?: Severity;
}

export interface Example {
  readonly title: string;
  /** In any order; `record()` and its kin in example.ts make them from realistic base records. */
  readonly records: readonly RawRecord[];
  /** For a firing example: the expected severity. */
  readonly severity?: Severity;
  /** Settings of gatetrail.yml that the example needs. */
  readonly trusted?: readonly string[];
  readonly lists?: Readonly<Partial<Record<ListName, readonly string[]>>>;
  /** Where IP addresses are, as an .mmdb file would tell. */
  readonly places?: Readonly<Record<string, Place>>;
}
export interface Examples {
  readonly fires: readonly [Example, ...Example[]];
  /** Look-alikes. */
  readonly quiet: readonly [Example, ...Example[]];
}

export interface Detection extends About {
  /** Its findings are steps of sequences and nothing else. */
  readonly silent?: true;
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
  /** What joins the steps: the API, who acted (origin of the role chain), the target, the account, or what the matches say. */
  readonly key: 'api' | 'principal' | 'target' | 'account' | 'match';
  readonly withinHours: number;
  /** true: in this order (events of the same second count as ordered). */
  readonly ordered: boolean;
  /** How many of the steps that are not optional make it complete; default: all. Only without order. */
  readonly atLeast?: number;
  /** One event may be several of the steps; default: each step is an event of its own. */
  readonly shared?: true;
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
