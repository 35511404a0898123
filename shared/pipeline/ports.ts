import type { Places } from '../cloudtrail/place.ts';
import type { Config } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { StateStore } from '../state/store.ts';
import type { SummaryCache } from './summary-cache.ts';
import type { Tally } from './tally.ts';

/** A log object and how to get at its bytes. */
export interface ObjectRef {
  /** S3 key, or path below the input; names the object in messages and sorts it. */
  readonly key: string;
}

/** Where log objects come from: a folder, a bucket, stdin. Throws `input` when an object can't be read. */
export interface ObjectSource {
  read(ref: ObjectRef): Uint8Array | AsyncIterable<Uint8Array> | Promise<Uint8Array | AsyncIterable<Uint8Array>>;
}

/** Which events are wanted; the others are counted as out of scope. */
export interface Scope {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly accounts?: ReadonlySet<string> | undefined;
  readonly regions?: ReadonlySet<string> | undefined;
}

/** What the pipeline works with. Lambda, CLI, backfill and tests differ in nothing else. */
export interface Deps {
  readonly source: ObjectSource;
  readonly state: StateStore;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly scope: Scope;
  readonly tally: Tally;
  /** Events later than this (ms) are named as odd: clocks go wrong. */
  readonly now: number;
  /** Where IP addresses are; absent: nobody knows. */
  readonly places?: Places | undefined;
  /** Days before the one that is judged that are over but not learnt yet: live, in the first hours of a day. */
  readonly unlearnt?: readonly number[] | undefined;
  /** Remembers what was read of earlier days; absent: read anew for each batch. */
  readonly summaries?: SummaryCache | undefined;
}
