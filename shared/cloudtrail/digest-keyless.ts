import type { Keyless, Walk } from './digest-walk.ts';
import { isoTime } from './time.ts';

/**
 * Tells a key that is lacking from a digest that was signed anew. CloudTrail's key of the time is at hand, and the digest was
 * signed with another: signed anew. No key at hand fits anything, or none is of that time: the keys are the wrong ones.
 */
export function settleKeyless(walk: Walk, region: string): void {
  const lacking = new Map<string, Keyless[]>();
  for (const one of walk.keyless) {
    if (isResigned(walk, one)) {
      const reason = `is signed with key ${one.fingerprint}, which is none of CloudTrail's in ${region} at ${isoTime(one.ref.end)}`;
      walk.problems.push({ kind: 're-signed', object: one.ref.key, reason });
      continue;
    }
    const id = `${one.fit} ${one.fingerprint}`;
    lacking.set(id, [...(lacking.get(id) ?? []), one]);
  }
  for (const group of lacking.values()) tell(walk, region, group);
}

function isResigned(walk: Walk, { fit, vouched, ref }: Keyless): boolean {
  if (vouched || fit !== 'unknown-key') return false;
  const ofItsTime = ref.backfill || walk.keys.keys.some(({ from, until }) => from <= ref.end && ref.end <= until);
  return ofItsTime && (walk.keys.complete || walk.fitted > 0);
}

function tell(walk: Walk, region: string, group: readonly Keyless[]): void {
  const [first] = group;
  if (first === undefined) return;
  const { ref, fingerprint, fit } = first;
  const others = group.length === 1 ? '' : ` (as ${group.length - 1} more digests of this chain are)`;
  const wanted = `expected the one that aws cloudtrail list-public-keys gives for ${region} at ${isoTime(ref.end)}`;
  const reason =
    fit === 'wrong-key'
      ? `is signed with key ${fingerprint}${others}; the key given under this fingerprint is another one: ${wanted}`
      : `is signed with key ${fingerprint}${others}, which is not among the keys given: ${wanted}`;
  walk.problems.push({ kind: fit === 'wrong-key' ? 'wrong-key' : 'unknown-key', object: ref.key, reason });
}
