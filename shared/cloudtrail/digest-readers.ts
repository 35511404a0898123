import type { PublicKeys } from './digest-key.ts';

/** A digest file as it lies there. */
export interface StoredDigest {
  readonly bytes: Uint8Array;
  /** Hexadecimal, from the object's metadata or kept beside a copy; undefined when nobody knows it. */
  readonly signature: string | undefined;
}

/** Milliseconds; both ends may be open. */
export interface TimeRange {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** Where log files of one account and region lie: what comes before `/CloudTrail/` and `/CloudTrail-Digest/`. */
export interface LogPlace {
  readonly folder: string;
  readonly region: string;
}

/** How a chain is read. Every function throws when it can't tell; what is not there is undefined, not an error. */
export interface DigestReaders {
  /** The bucket that is read. Undefined: a copy, of which only file names can be compared with what digests say. */
  readonly bucket: string | undefined;
  /** Keys of digest files that ended in the range; may give more. */
  listDigests(range: TimeRange): Promise<readonly string[]>;
  readDigest(key: string): Promise<StoredDigest | undefined>;
  readLog(bucket: string, key: string): Promise<Uint8Array | undefined>;
  /** Keys of log files delivered in the range; may give more. */
  listLogs(place: LogPlace, range: TimeRange): AsyncIterable<string>;
  /** The keys that were in force in a region. */
  publicKeys(region: string, range: { readonly since: number; readonly until: number }): Promise<PublicKeys>;
}
