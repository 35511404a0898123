import { bareName, type Digest, type DigestRef, parseDigestKey } from './digest.ts';
import type { Recorded } from './digest-judge.ts';
import { missingBetween } from './digest-rhythm.ts';
import type { Passed, Walk } from './digest-walk.ts';
import { isoTime, MINUTE } from './time.ts';

/** What the newer digest says of the next older one that is there. */
export interface Link {
  readonly recorded?: Recorded | undefined;
  /** The chain does not pass here: it goes on at another digest, which is named. */
  readonly passesBy?: string;
}

/** Follows the link of a digest to the next older one found, and names what should be in between. */
export function linkTo(walk: Walk, newer: Passed | undefined, ref: DigestRef): Link {
  if (newer === undefined) return {};
  const { digest, standing } = newer;
  const previous = digest?.previousDigestS3Object ?? undefined;
  const isNext = previous !== undefined && bareName(previous) === bareName(ref.key);
  if (digest === undefined || standing === 'tampered') {
    missingByRhythm(walk, ref.end, newer.ref);
    return { recorded: isNext ? recordedBy(newer, digest) : undefined };
  }
  if (isNext) {
    noteGap(walk, newer.ref, digest, ref);
    return { recorded: recordedBy(newer, digest) };
  }
  if (previous === undefined) {
    const from = isoTime(ref.end);
    const reason = `begins a new chain: logging or validation was off from ${from} to ${digest.digestStartTime.text}, and nothing vouches for log files of this time`;
    walk.notes.push({ kind: 'restart', object: newer.ref.key, reason });
    return {};
  }
  const named = parseDigestKey(previous);
  if (walk.names.has(bareName(previous))) return (named?.end ?? ref.end) < ref.end ? { passesBy: previous } : {};
  if (missing(walk, newer, digest, previous)) missingByRhythm(walk, ref.end, named ?? newer.ref);
  return {};
}

/** The oldest digest found: a chain begins with one that has no previous, unless `since` cuts it. */
export function endOfChain(walk: Walk, oldest: Passed | undefined): void {
  const digest = oldest?.digest;
  const previous = digest?.previousDigestS3Object ?? undefined;
  if (oldest === undefined || digest === undefined || oldest.standing === 'tampered' || previous === undefined) return;
  const end = parseDigestKey(previous)?.end;
  if (walk.since !== undefined && end !== undefined && end <= walk.since) return;
  missing(walk, oldest, digest, previous, ', and with it all that was before');
}

/** False when the previous digest is in a place that was not asked for: the trail was given another bucket or folder. */
function missing(walk: Walk, newer: Passed, digest: Digest, previous: string, more = ''): boolean {
  const { bucket } = walk.readers;
  const elsewhere = bucket !== undefined && digest.previousDigestS3Bucket !== bucket;
  if (elsewhere || walk.allNames.has(bareName(previous))) {
    const reason = `goes on in s3://${digest.previousDigestS3Bucket}/${previous}: verify that too`;
    walk.notes.push({ kind: 'gap', object: newer.ref.key, reason });
    return false;
  }
  const reason = `is not there${more}; ${newer.ref.name} names it as the one before`;
  walk.problems.push({ kind: 'missing-digest', object: previous, reason });
  return true;
}

function missingByRhythm(walk: Walk, older: number, newer: DigestRef): void {
  const found = newer.backfill ? undefined : missingBetween(older, newer);
  if (found === undefined) return;
  for (const object of found.keys)
    walk.problems.push({ kind: 'missing-digest', object, reason: 'is not there; expected one digest an hour' });
  if (found.keys.length > 0) return;
  const reason = `about ${found.count} digests before it are not there, from ${isoTime(older)} on; expected one an hour`;
  walk.problems.push({ kind: 'missing-digest', object: newer.key, reason });
}

function noteGap(walk: Walk, ref: DigestRef, { digestStartTime }: Digest, older: DigestRef): void {
  if (ref.backfill || digestStartTime.ms - older.end < MINUTE) return;
  const reason = `starts at ${digestStartTime.text}, its previous digest ended at ${isoTime(older.end)}: CloudTrail covered nothing in between`;
  walk.notes.push({ kind: 'gap', object: ref.key, reason });
}

function recordedBy({ ref, standing }: Passed, digest: Digest | undefined): Recorded {
  return {
    hash: digest?.previousDigestHashValue ?? undefined,
    signature: digest?.previousDigestSignature ?? undefined,
    by: standing,
    name: ref.name,
  };
}
