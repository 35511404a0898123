import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import { type Digest, SIGNATURE_ALGORITHM, signingText } from './digest.ts';
import { parseTime } from './time.ts';

/** A key of CloudTrail's, as ListPublicKeys gives it. */
export interface PublicKey {
  readonly fingerprint: string;
  /** DER, PKCS #1; a few are wrapped as SubjectPublicKeyInfo. */
  readonly der: Uint8Array;
  /** ms; CloudTrail signs with it in this time only. */
  readonly from: number;
  readonly until: number;
}

/** `complete`: CloudTrail itself gave all of this region and time, so a key that isn't here is not CloudTrail's. */
export interface PublicKeys {
  readonly complete: boolean;
  readonly keys: readonly PublicKey[];
}

/** Numbers are seconds since 1970, as the AWS CLI prints them unless told otherwise. */
const Time = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = typeof value === 'string' ? (parseTime(value) ?? Number(value) * 1000) : value * 1000;
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'expected a time' });
  return z.NEVER;
});
const Listed = z
  .object({ Fingerprint: z.string(), Value: z.base64(), ValidityStartTime: Time, ValidityEndTime: Time })
  .transform((key) => ({
    fingerprint: key.Fingerprint,
    der: new Uint8Array(Buffer.from(key.Value, 'base64')),
    from: key.ValidityStartTime,
    until: key.ValidityEndTime,
  }));
const Listing = z.union([
  z.object({ PublicKeyList: z.array(Listed) }).transform((listing) => listing.PublicKeyList),
  z.object({ publicKeyList: z.array(Listed) }).transform((listing) => listing.publicKeyList),
]);

/** The keys in what `aws cloudtrail list-public-keys` prints; undefined when it is something else. */
export function parsePublicKeys(json: unknown): readonly PublicKey[] | undefined {
  const parsed = Listing.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/**
 * `unknown-key`: no key has the digest's fingerprint. `wrong-key`: one claims it, and is not the key of this fingerprint.
 * `unfit`: the right key says that digest and signature do not belong together.
 */
export type Fit = 'fits' | 'unfit' | 'unknown-key' | 'wrong-key';

/** Whether a signature (hex) is that of a digest with this content hash. */
export function signatureFits(digest: Digest, contentHash: string, signature: string, keys: readonly PublicKey[]): Fit {
  const candidates = keys.filter(({ fingerprint }) => fingerprint === digest.digestPublicKeyFingerprint);
  if (candidates.length === 0) return 'unknown-key';
  const genuine = candidates.some(hasItsFingerprint);
  if (digest.digestSignatureAlgorithm === SIGNATURE_ALGORITHM && HEX.test(signature)) {
    const text = Buffer.from(signingText(digest, contentHash));
    const bytes = Buffer.from(signature, 'hex');
    for (const { der } of candidates) {
      const key = keyOf(der);
      if (key !== undefined && verify('sha256', text, key, bytes)) return 'fits';
    }
  }
  return genuine ? 'unfit' : 'wrong-key';
}

const HEX = /^(?:[0-9a-f]{2})+$/i;

/** A fingerprint is the MD5 of the PKCS #1 form, so a key shows by itself whether it is the one its fingerprint says. */
function hasItsFingerprint({ der, fingerprint }: PublicKey): boolean {
  const wanted = fingerprint.toLowerCase();
  if (md5(der) === wanted) return true;
  const wrapped = keyOf(der, ['spki']);
  return wrapped?.asymmetricKeyType === 'rsa' && md5(wrapped.export({ format: 'der', type: 'pkcs1' })) === wanted;
}

/** The fingerprint of a key given as PKCS #1 DER. */
export function md5(der: Uint8Array): string {
  return createHash('md5').update(der).digest('hex');
}

function keyOf(der: Uint8Array, types: readonly ('pkcs1' | 'spki')[] = ['pkcs1', 'spki']): KeyObject | undefined {
  for (const type of types) {
    try {
      return createPublicKey({ key: Buffer.from(der), format: 'der', type });
    } catch {
      // It may be in the other form.
    }
  }
  return undefined;
}
