import type { Digest } from './digest.ts';
import { type Fit, type PublicKey, signatureFits } from './digest-key.ts';
import type { DigestProblemKind } from './digest-report.ts';

/** What the next newer digest recorded of this one, and how much its word is worth. */
export interface Recorded {
  readonly hash: string | undefined;
  readonly signature: string | undefined;
  /** `proven`: signed, or recorded itself by one that is. `open`: not known. `tampered`: known to be altered. */
  readonly by: Standing;
  readonly name: string;
}

export type Standing = 'proven' | 'open' | 'tampered';

/** What is to be thought of a digest. */
export interface Verdict {
  readonly standing: Standing;
  readonly kind?: DigestProblemKind | 'unsigned';
  readonly reason?: string;
  /** The signature that was tried, and how it came out. */
  readonly fit?: Fit;
}

/**
 * Judges a digest by its signature and by what the next digest recorded of it. `own` is the signature that lies with it; a
 * copy has none, and then the recorded one counts. A word of a proven digest goes over everything else.
 */
export function judge(
  digest: Digest,
  hash: string,
  own: string | undefined,
  recorded: Recorded | undefined,
  keys: readonly PublicKey[],
): Verdict {
  if (recorded?.by === 'proven') return byProven(digest, hash, own?.toLowerCase(), recorded, keys);
  const signature = own ?? recorded?.signature;
  if (signature === undefined) return unsigned();
  const fit = signatureFits(digest, hash, signature, keys);
  if (fit === 'fits') return { standing: 'proven', fit };
  if (fit === 'unfit') return own === undefined && recorded?.by === 'tampered' ? unsigned() : unfit();
  if (recorded?.by === 'open' && recorded.hash !== undefined && recorded.hash !== hash)
    return altered(hash, recorded.hash, recorded.name);
  return { standing: 'open', kind: fit, fit };
}

function byProven(
  digest: Digest,
  hash: string,
  own: string | undefined,
  recorded: Recorded,
  keys: readonly PublicKey[],
): Verdict {
  const signature = recorded.signature?.toLowerCase();
  const carriesAnother = own !== undefined && own !== signature;
  if (hash !== recorded.hash)
    return carriesAnother
      ? {
          standing: 'tampered',
          kind: 're-signed',
          reason: `was changed and carries another signature than the one that ${recorded.name} recorded of it`,
        }
      : altered(hash, recorded.hash, recorded.name);
  if (carriesAnother)
    return {
      standing: 'proven',
      kind: 'bad-signature',
      reason: `its content is genuine, its signature is not the one that ${recorded.name} recorded of it`,
    };
  const fit = signature === undefined ? 'unfit' : signatureFits(digest, hash, signature, keys);
  if (fit === 'fits') return { standing: 'proven', fit };
  // A proven digest vouches for the content, whatever the keys at hand.
  return fit === 'unfit' ? { ...unfit(), standing: 'proven' } : { standing: 'proven', kind: fit, fit };
}

function altered(hash: string, expected: string | undefined, by: string): Verdict {
  const reason = `its content has SHA-256 ${hash}; expected ${expected}, as ${by} recorded`;
  return { standing: 'tampered', kind: 'altered-digest', reason };
}

function unfit(): Verdict {
  const reason = "its signature does not fit, by CloudTrail's key for it: the content or the signature was changed";
  return { standing: 'tampered', kind: 'bad-signature', reason, fit: 'unfit' };
}

function unsigned(): Verdict {
  return {
    standing: 'open',
    kind: 'unsigned',
    reason: 'its signature is not in this copy, so it proves nothing yet; expected it in --signatures, or verify s3://',
  };
}
