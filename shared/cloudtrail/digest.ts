import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseTime } from './time.ts';

/** CloudTrail signs with nothing else. */
export const SIGNATURE_ALGORITHM = 'SHA256withRSA';
export const HASH_ALGORITHM = 'SHA-256';

const time = z.string().transform((value, context) => {
  const parsed = parseTime(value);
  if (parsed !== undefined) return { text: value, ms: parsed };
  context.addIssue({ code: 'custom', message: 'expected a UTC time' });
  return z.NEVER;
});
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .toLowerCase();

/** A log file as a digest lists it. The hash is that of the uncompressed content. */
export const ListedLog = z.object({
  s3Bucket: z.string(),
  s3Object: z.string(),
  hashValue: hash,
  hashAlgorithm: z.string(),
});
export type ListedLog = z.infer<typeof ListedLog>;

/** The content of a digest file. The fields on the previous digest are null in the first one of a chain. */
export const Digest = z.object({
  awsAccountId: z.string(),
  digestStartTime: time,
  digestEndTime: time,
  digestS3Bucket: z.string(),
  digestS3Object: z.string(),
  digestPublicKeyFingerprint: z.string(),
  digestSignatureAlgorithm: z.string(),
  previousDigestS3Bucket: z.string().nullish(),
  previousDigestS3Object: z.string().nullish(),
  previousDigestHashValue: hash.nullish(),
  previousDigestSignature: z.string().nullish(),
  logFiles: z.array(ListedLog),
});
export type Digest = z.infer<typeof Digest>;

/** Reads a digest's content (uncompressed). Gives what was expected instead when it is none. */
export function parseDigest(content: Uint8Array): Digest | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return { problem: 'is no JSON; expected a CloudTrail digest' };
  }
  const parsed = Digest.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { problem: `is no CloudTrail digest: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
}

/** What CloudTrail signs of a digest, given the hash of its uncompressed content. */
export function signingText(digest: Digest, contentHash: string): string {
  const place = `${digest.digestS3Bucket}/${digest.digestS3Object}`;
  // CloudTrail's own code writes the missing signature of a first digest as the word.
  return `${digest.digestEndTime.text}\n${place}\n${contentHash}\n${digest.previousDigestSignature ?? 'null'}`;
}

/** Hexadecimal, as digests write it. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Where a digest lies, and of what chain its name says it is. */
export interface DigestRef {
  /** S3 key, or path below the folder. */
  readonly key: string;
  /** The file name, which alone says account, region, trail and time. */
  readonly name: string;
  /** Names of one chain are equal in this: folder, account, region, trail, its home region, backfill or not. */
  readonly chain: string;
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly backfill: boolean;
  /** When the span it covers ended, ms. */
  readonly end: number;
}

const REGION = '[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\\d{1,2}';
/** `ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_TIME[_backfill].json.gz`; the name of a trail may hold underscores. */
const NAME = new RegExp(
  `^(\\d{12})_CloudTrail-Digest_(${REGION})_(.+)_(${REGION})_(\\d{8}T\\d{6}Z)(_backfill)?\\.json(?:\\.gz)?$`,
);
const FOLDER = '/CloudTrail-Digest/';

/** Undefined when the name is not that of a digest. */
export function parseDigestKey(key: string): DigestRef | undefined {
  const name = nameOf(key);
  const [, account = '', region = '', trail = '', home = '', ended = '', backfill] = NAME.exec(name) ?? [];
  const end = parseTime(ended);
  if (end === undefined) return undefined;
  const folder = key.includes(FOLDER) ? key.slice(0, key.indexOf(FOLDER)) : '';
  const chain = [folder, account, region, trail, home, backfill ?? ''].join('|');
  return { key, name, chain, account, region, trail, backfill: backfill !== undefined, end };
}

/** The file name of a key; without `.gz`, since a download may have expanded it. */
export function bareName(key: string): string {
  return nameOf(key).replace(/\.gz$/, '');
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
