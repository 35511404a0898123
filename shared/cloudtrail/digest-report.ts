/** What is wrong with one object. Every one of these makes a chain not intact. */
export type DigestProblemKind =
  | 'missing-digest' // a proven digest, or the hourly rhythm, says that it was there
  | 'missing-log'
  | 'altered-digest' // its content is not what was signed, or what the next digest recorded
  | 'altered-log'
  | 'truncated' // its gzip ends early, or it is empty
  | 'unreadable' // it could not be fetched
  | 'bad-signature' // CloudTrail's key says that digest and signature do not belong together, or there is none
  | 're-signed' // signed by a key that is not CloudTrail's
  | 'reordered' // it holds what another object held, or stands where the chain does not pass
  | 'moved' // it says it was delivered to another bucket or folder
  | 'unlisted-log' // no digest names it, though the digests of its time are proven
  | 'ends-early' // the newest digest is older than it may be
  | 'unknown-key' // the keys given lack the one that signed: no statement on tampering
  | 'wrong-key'; // a key given is not the one of its fingerprint: no statement on tampering

/** Worth knowing, and no sign of tampering. */
type DigestNoteKind =
  | 'restart' // CloudTrail began a new chain after the last one: nothing vouches for the time between
  | 'gap' // CloudTrail itself signed that it covered nothing in between
  | 'unsigned'; // a copy holds no signature of the newest digest

export interface DigestProblem {
  readonly kind: DigestProblemKind;
  /** The key of the object; the input's own names for a local copy. */
  readonly object: string;
  /** One sentence: what was found, and what was expected. */
  readonly reason: string;
}

export interface DigestNote {
  readonly kind: DigestNoteKind;
  readonly object: string;
  readonly reason: string;
}

/** A chain: the digests of one account, region and trail in one folder. */
export interface ChainReport {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly backfill: boolean;
  /** Digest files found, and those of them that a signature proves. */
  readonly digests: number;
  readonly proven: number;
  /** Log files whose hash is the one their digest names. */
  readonly logs: number;
  /** Log files named only by digests that can't be trusted, so that nothing can be said of them. */
  readonly unverifiedLogs: number;
  /** Starting digests: one in a chain that never stopped. */
  readonly starts: number;
  /** From the start of the oldest proven digest to the end of the newest, ms; undefined when none is. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly problems: readonly DigestProblem[];
  readonly notes: readonly DigestNote[];
}

/** A wrong public key leaves open whether anybody tampered with a digest; everything else is a sign of it. */
export function isTampering({ kind }: DigestProblem): boolean {
  return kind !== 'unknown-key' && kind !== 'wrong-key';
}
