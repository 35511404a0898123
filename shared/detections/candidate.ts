import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Outcome } from '../cloudtrail/outcome.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import type { About, Detection, FirstOf, Match } from './define.ts';

/** Something that wants to see certain events: a detection, or a step of a sequence with a match of its own. */
export interface Candidate {
  readonly rule: string;
  readonly about: About;
  readonly outcomes: ReadonlySet<Outcome>;
  readonly writes: boolean;
  /** undefined: callers of every kind. */
  readonly identities: ReadonlySet<string> | undefined;
  readonly invokedBy: string | undefined;
  /** Wants only what may be the first of this in ten minutes. */
  readonly first: FirstOf | undefined;
  readonly arn: ((arn: string) => boolean) | undefined;
  readonly operation: ((eventSource: string, eventName: string) => boolean) | undefined;
  /** Asked of the record before anything is built of it. */
  readonly raw: ((raw: RawRecord) => boolean) | undefined;
  readonly match: (event: TrailEvent) => Match | readonly Match[] | boolean | undefined;
  readonly state: Detection['state'];
}
