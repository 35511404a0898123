import { messageOf } from '../errors.ts';
import { bareName, type Digest, type DigestRef, parseDigest, sha256 } from './digest.ts';
import { type Fetched, fetchAhead } from './digest-ahead.ts';
import { contentOf } from './digest-content.ts';
import { judge, type Recorded, type Verdict } from './digest-judge.ts';
import { endOfChain, linkTo } from './digest-link.ts';
import { checkLogs } from './digest-logs.ts';
import type { DigestProblemKind } from './digest-report.ts';
import type { Passed, Walk } from './digest-walk.ts';

/** Walks a chain from its newest digest to its oldest; what is found goes into `walk`. Only few digests are held at a time. */
export async function walkChain(walk: Walk, newestFirst: readonly DigestRef[]): Promise<void> {
  let newer: Passed | undefined;
  for await (const [ref, fetched] of fetchAhead(newestFirst, walk.readers)) {
    const { recorded, passesBy } = linkTo(walk, newer, ref);
    const passed = await check(walk, ref, fetched, recorded, newer);
    if (passesBy === undefined) newer = passed;
    else if (passed.standing !== 'tampered')
      report(
        walk,
        ref,
        'reordered',
        `is not in the chain, which goes from ${newer?.ref.name} to ${bareName(passesBy)}`,
      );
  }
  endOfChain(walk, newer);
}

async function check(
  walk: Walk,
  ref: DigestRef,
  fetched: Fetched,
  recorded: Recorded | undefined,
  newer: Passed | undefined,
): Promise<Passed> {
  const read = readDigest(walk, ref, fetched);
  if (read === undefined) return { ref, digest: undefined, standing: 'open' };
  const { digest, hash, signature } = read;
  const named = bareName(digest.digestS3Object);
  const misnamed = named !== bareName(ref.key);
  if (misnamed && walk.names.has(named)) {
    report(walk, ref, 'reordered', `holds the digest ${named}; expected the one that its own name says`);
    return { ref, digest: undefined, standing: 'tampered' };
  }
  const judged = judge(digest, hash, signature, recorded, walk.keys.keys);
  const verdict = signature === undefined && walk.readers.bucket !== undefined ? stripped(judged) : judged;
  if (verdict.standing !== 'tampered') checkPlace(walk, ref, digest, misnamed);
  if (verdict.standing === 'proven' && recorded?.by === 'open' && recorded.hash !== hash && newer !== undefined)
    report(
      walk,
      newer.ref,
      'altered-digest',
      `records another hash of ${ref.name} than that digest, which is proven, has`,
    );
  await settle(walk, ref, digest, verdict);
  return { ref, digest, standing: verdict.standing };
}

/** Undefined when there is nothing that could be judged; the problem is then told. */
function readDigest(
  walk: Walk,
  ref: DigestRef,
  fetched: Fetched,
): { readonly digest: Digest; readonly hash: string; readonly signature: string | undefined } | undefined {
  if ('error' in fetched) {
    report(walk, ref, 'unreadable', `can't be read: ${messageOf(fetched.error)}`);
    return undefined;
  }
  const { stored } = fetched;
  if (stored === undefined) {
    report(walk, ref, 'missing-digest', 'is not there any more; it was listed a moment ago');
    return undefined;
  }
  const content = contentOf(stored.bytes);
  if ('problem' in content) {
    report(walk, ref, content.kind === 'altered' ? 'altered-digest' : content.kind, content.problem + NO_LOGS);
    return undefined;
  }
  const digest = parseDigest(content.content);
  if ('problem' in digest) {
    report(walk, ref, 'altered-digest', digest.problem + NO_LOGS);
    return undefined;
  }
  return { digest, hash: sha256(content.content), signature: stored.signature };
}

/** In a bucket a digest carries its signature. Taking it off must not pass for a copy that has lost it. */
function stripped(judged: Verdict): Verdict {
  if (judged.kind !== undefined && judged.kind !== 'unsigned') return judged;
  const standing = judged.standing === 'proven' ? 'proven' : 'tampered';
  const reason = 'carries no signature; expected it in the metadata x-amz-meta-signature, where CloudTrail puts it';
  return { ...judged, standing, kind: 'bad-signature', reason };
}

const NO_LOGS = '; the log files that it named are not known';

/** Where it lies must be where it says it was delivered. Of a copy only the file name can be compared. */
function checkPlace(walk: Walk, ref: DigestRef, digest: Digest, misnamed: boolean): void {
  const { bucket } = walk.readers;
  const moved = bucket !== undefined && (digest.digestS3Bucket !== bucket || digest.digestS3Object !== ref.key);
  if (misnamed || moved)
    report(walk, ref, 'moved', `says that it was delivered to s3://${digest.digestS3Bucket}/${digest.digestS3Object}`);
}

/** Takes note of a verdict, and checks the log files of a digest unless it was tampered with. */
async function settle(walk: Walk, ref: DigestRef, digest: Digest, verdict: Verdict): Promise<void> {
  const { kind, reason = '', standing, fit } = verdict;
  const named = digest.logFiles.length;
  if (kind === 'unknown-key' || kind === 'wrong-key') {
    const fingerprint = digest.digestPublicKeyFingerprint;
    walk.keyless.push({ ref, fingerprint, fit: kind, vouched: standing === 'proven' });
  } else if (kind === 'unsigned') walk.notes.push({ kind, object: ref.key, reason });
  else if (kind !== undefined)
    report(
      walk,
      ref,
      kind,
      standing === 'tampered' ? `${reason}; the log files it names (${named}) can't be verified` : reason,
    );
  if (fit === 'fits') walk.fitted += 1;
  for (const { s3Object } of digest.logFiles) walk.listed.add(bareName(s3Object));
  if (standing === 'tampered') {
    walk.unverifiedLogs += named;
    return;
  }
  if (standing === 'proven') {
    walk.proven += 1;
    walk.spans.push({ from: digest.digestStartTime.ms, until: digest.digestEndTime.ms });
  }
  if (digest.previousDigestS3Object == null) walk.starts += 1;
  const logs = await checkLogs(digest, walk.readers);
  walk.logs += logs.verified;
  walk.problems.push(...logs.problems);
}

function report(walk: Walk, { key }: DigestRef, kind: DigestProblemKind, reason: string): void {
  walk.problems.push({ kind, object: key, reason });
}
