import type { Digest, DigestRef } from './digest.ts';
import type { Standing } from './digest-judge.ts';
import type { Fit, PublicKeys } from './digest-key.ts';
import type { DigestReaders } from './digest-readers.ts';
import type { DigestNote, DigestProblem } from './digest-report.ts';

/** A digest the walk has left behind; the walk goes from the newest to the oldest. */
export interface Passed {
  readonly ref: DigestRef;
  /** Undefined when it could not be read. */
  readonly digest: Digest | undefined;
  readonly standing: Standing;
}

/** A digest whose key isn't there: what that means shows when all of the chain was seen. */
export interface Keyless {
  readonly ref: DigestRef;
  readonly fingerprint: string;
  readonly fit: Fit;
  /** A proven newer digest recorded this one: only the key is lacking. */
  readonly vouched: boolean;
}

/** What is known while a chain is walked. */
export interface Walk {
  readonly readers: DigestReaders;
  readonly keys: PublicKeys;
  readonly since: number | undefined;
  /** Bare names of the digests found, of this chain and of all. */
  readonly names: ReadonlySet<string>;
  readonly allNames: ReadonlySet<string>;
  readonly problems: DigestProblem[];
  readonly notes: DigestNote[];
  readonly keyless: Keyless[];
  /** Times that proven digests cover, newest first. */
  readonly spans: { readonly from: number; readonly until: number }[];
  /** Bare names of the log files that any digest names. */
  readonly listed: Set<string>;
  proven: number;
  fitted: number;
  logs: number;
  unverifiedLogs: number;
  starts: number;
}
