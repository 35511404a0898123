import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Outcome } from '../cloudtrail/outcome.ts';
import type { Principal } from '../cloudtrail/principal.ts';
import type { Thin } from '../state/kinds.ts';
import type { Listed, Match, Topic } from './define.ts';
import type { Severity } from './severity.ts';

/** What is kept of an event that matters: plain data, no secrets, small. */
export interface EventFace {
  readonly id: string;
  readonly revision: number;
  /** sharedEventID, else the event's id: the same act in two accounts has one. */
  readonly actId: string;
  readonly time: number;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly name: string;
  readonly principal: Principal;
  readonly ip: string;
  readonly userAgent: string;
  readonly outcome: Outcome;
  /** The API it is about. */
  readonly api: string | undefined;
  /** When it is about several. */
  readonly otherApis?: readonly string[];
}

/** What a detection saw in one event, before state has judged it. Plain data: it may wait for the rest of its day. */
export interface Hit {
  /** A detection's id, or `sequence#step` for a step with a match of its own. */
  readonly rule: string;
  /** Which of several matches of one event. */
  readonly part: number;
  readonly event: EventFace;
  readonly resource: string;
  readonly what: string;
  readonly severity: Severity | undefined;
  readonly reasons: readonly string[];
  readonly target: string | undefined;
  readonly foreign:
    | { readonly accounts: readonly string[]; readonly severity?: Severity; readonly required?: boolean }
    | undefined;
  readonly changes: readonly { readonly key: string; readonly setting: string; readonly now: string }[];
  readonly listed?: readonly Listed[] | undefined;
  /** Where the settings are remembered that `state.given` asks for, and whose they are; undefined: not to be asked. */
  readonly given?: readonly ({ readonly key: string; readonly of: string } | undefined)[] | undefined;
  /** Whose absence or age is asked about. */
  readonly presence?: { readonly key: string; readonly subject: string } | undefined;
  /** What joins it to other steps of a sequence with key `match`. */
  readonly joins?: string | undefined;
  /** `shown`: the value for a person, where it is remembered by another text. */
  readonly seen:
    | { readonly key: string; readonly subject: string; readonly value: string; readonly shown?: string }
    | undefined;
  readonly count:
    | {
        /** Of the window that it is an entry of, and of the one before, whose entries are counted with it. */
        readonly key: string;
        readonly before: string;
        readonly values: readonly string[];
        readonly quietBelow: boolean;
        /** How long an entry of its window may matter, in ms. */
        readonly keep: number;
        readonly thin?: Thin | undefined;
        /** Of first sights: the span of time of which only the earliest counts, so that any order of files gives the same. */
        readonly span?: number | undefined;
      }
    | undefined;
  /** The event's id; both ids when the same act was told in two accounts. */
  readonly eventIds: readonly string[];
}

export interface Reason {
  readonly text: string;
  /** Evidence in bits; the bits of an alert's reasons add up to its score. */
  readonly bits?: number;
  readonly usual?: string;
  /** ISO date. */
  readonly since?: string;
}

/** One detection on one event, judged; or a sequence on several. */
export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly channel: 'rule' | 'sequence';
  readonly severity: Severity;
  readonly topic: Topic;
  readonly title: string;
  readonly attack: readonly string[];
  readonly time: number;
  readonly event: EventFace;
  /** Who it comes back to: the first of the actor chain. */
  readonly origin: Principal;
  /** Who acted, then who assumed that role, and so on. */
  readonly chain: readonly Principal[];
  readonly resource: string;
  readonly target: string | undefined;
  readonly what: string;
  readonly eventIds: readonly string[];
  readonly reasons: readonly Reason[];
  readonly changes: readonly { readonly setting: string; readonly before: string | undefined; readonly now: string }[];
  /** What joins it to other steps of a sequence with key `match`. */
  readonly joins?: string | undefined;
  /** Of a sequence on a day that is not complete: whose incidents its steps belong to. */
  readonly others?: readonly string[];
}

const KEPT_TEXT = 300;

export function faceOf(event: TrailEvent): EventFace {
  return {
    id: event.id,
    revision: event.revision,
    actId: event.sharedId ?? event.id,
    time: event.time,
    account: event.account,
    region: event.region,
    service: event.service,
    name: event.name,
    principal: event.principal,
    ip: event.ip,
    userAgent: event.userAgent.slice(0, KEPT_TEXT),
    outcome: event.outcome,
    api: event.api?.apiId,
  };
}

/** A match may know better than the record which APIs the event is about. */
export function aboutApis(face: EventFace, named: Match['api']): EventFace {
  const [api, ...otherApis] = typeof named === 'string' ? [named] : (named ?? []);
  if (api === undefined) return face;
  return otherApis.length === 0 ? { ...face, api } : { ...face, api, otherApis };
}
