import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bareName } from '../../shared/cloudtrail/digest.ts';
import type { PublicKey, PublicKeys } from '../../shared/cloudtrail/digest-key.ts';
import type { DigestReaders } from '../../shared/cloudtrail/digest-readers.ts';

export const HOUR = 3_600_000;
export const START = Date.parse('2026-11-21T20:01:31Z');
export const BUCKET = 'trail-logs';
const ACCOUNT = '111111111111';

/** A key pair as CloudTrail has one for each region. */
export interface Signer {
  readonly privateKey: KeyObject;
  readonly key: PublicKey;
}

export function newSigner(from = START - 24 * HOUR, until = START + 24 * 30 * HOUR): Signer {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const der = new Uint8Array(pair.publicKey);
  const fingerprint = createHash('md5').update(der).digest('hex');
  return { privateKey: createPrivateKey(pair.privateKey), key: { fingerprint, der, from, until } };
}

export interface Stored {
  readonly bytes: Uint8Array;
  readonly signature?: string;
}
export type Objects = Map<string, Stored>;
type Json = Record<string, unknown>;

export interface ChainOptions {
  /** One, or the one of each hour. */
  readonly signer: Signer | ((hour: number) => Signer);
  readonly hours?: number;
  readonly logsAnHour?: number;
  readonly account?: string;
  readonly region?: string;
  readonly trail?: string;
  readonly start?: number;
  readonly bucket?: string;
  /** Before `AWSLogs/`, with its slash. */
  readonly prefix?: string;
  /** `o-xxxx/` for an organisation trail. */
  readonly organization?: string;
  readonly backfill?: boolean;
}

/** Keys, oldest first. */
export interface Chain {
  readonly digests: readonly string[];
  /** Of each digest. */
  readonly logs: readonly (readonly string[])[];
}

/** Writes an intact chain, as CloudTrail would, into `objects`. */
export function addChain(objects: Objects, options: ChainOptions): Chain {
  const { hours = 6, start = START, bucket = BUCKET } = options;
  const digests: string[] = [];
  const logs: (readonly string[])[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const [from, until] = [start + hour * HOUR, start + (hour + 1) * HOUR];
    const listed = addLogs(objects, options, from);
    const signer = typeof options.signer === 'function' ? options.signer(hour) : options.signer;
    const key = digestKey(options, until);
    const before = digests.at(-1);
    const previous = before === undefined ? undefined : objects.get(before);
    const digest = {
      awsAccountId: options.account ?? ACCOUNT,
      digestStartTime: iso(from),
      digestEndTime: iso(until),
      digestS3Bucket: bucket,
      digestS3Object: key,
      digestPublicKeyFingerprint: signer.key.fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: listed.length === 0 ? null : iso(until - 60_000),
      oldestEventTime: listed.length === 0 ? null : iso(from),
      previousDigestS3Bucket: previous ? bucket : null,
      previousDigestS3Object: before ?? null,
      previousDigestHashValue: previous ? sha(gunzipSync(previous.bytes)) : null,
      previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: listed,
    };
    objects.set(key, signed(digest, signer));
    digests.push(key);
    logs.push(listed.map(({ s3Object }) => s3Object));
  }
  return { digests, logs };
}

function addLogs(objects: Objects, options: ChainOptions, from: number) {
  const { account = ACCOUNT, region = 'us-east-1', trail = 'audit', logsAnHour = 2 } = options;
  return Array.from({ length: logsAnHour }, (_, index) => {
    const at = from + (index + 1) * 5 * 60_000;
    const id = sha(`${trail} ${at} ${index}`).slice(0, 16);
    const name = `${account}_CloudTrail_${region}_${basic(at).slice(0, 13)}Z_${id}.json.gz`;
    const key = `${root(options)}/CloudTrail/${region}/${day(at)}/${name}`;
    const content = JSON.stringify({ Records: [{ eventVersion: '1.09', eventID: id, eventTime: iso(at) }] });
    objects.set(key, { bytes: gzipSync(content) });
    return {
      s3Bucket: options.bucket ?? BUCKET,
      s3Object: key,
      hashValue: sha(content),
      hashAlgorithm: 'SHA-256',
      newestEventTime: iso(at),
      oldestEventTime: iso(at),
    };
  });
}

export function digestKey(options: Omit<ChainOptions, 'signer'>, end: number): string {
  const { account = ACCOUNT, region = 'us-east-1', trail = 'audit', backfill = false } = options;
  const name = `${account}_CloudTrail-Digest_${region}_${trail}_us-east-1_${basic(end)}${backfill ? '_backfill' : ''}`;
  return `${root(options)}/CloudTrail-Digest/${region}/${day(end)}/${name}.json.gz`;
}

function root({ prefix = '', organization = '', account = ACCOUNT }: Omit<ChainOptions, 'signer'>): string {
  return `${prefix}AWSLogs/${organization}${account}`;
}

/** A digest with the signature that its signer gives it. */
function signed(digest: Json, signer: Signer): Stored {
  const content = JSON.stringify(digest);
  const place = `${digest['digestS3Bucket']}/${digest['digestS3Object']}`;
  const text = `${digest['digestEndTime']}\n${place}\n${sha(content)}\n${digest['previousDigestSignature'] ?? 'null'}`;
  const signature = sign('sha256', Buffer.from(text), signer.privateKey).toString('hex');
  return { bytes: gzipSync(content), signature };
}

/** Changes a digest; without a signer its old signature stays. */
export function edit(objects: Objects, key: string, change: (digest: Json) => Json, signer?: Signer): void {
  const { bytes, ...rest } = objects.get(key) as Stored;
  const changed = change(JSON.parse(gunzipSync(bytes).toString()) as Json);
  objects.set(key, signer ? signed(changed, signer) : { ...rest, bytes: gzipSync(JSON.stringify(changed)) });
}

/** Readers of a bucket in memory. */
export function bucketOf(objects: Objects, keys: readonly PublicKey[], complete = true): DigestReaders {
  return {
    bucket: BUCKET,
    listDigests: async () => [...objects.keys()].filter((key) => key.includes('/CloudTrail-Digest/')),
    readDigest: async (key) => {
      const found = objects.get(key);
      return found && { bytes: found.bytes, signature: found.signature };
    },
    readLog: async (_bucket, key) => objects.get(key)?.bytes,
    async *listLogs({ folder, region }) {
      for (const key of objects.keys()) if (key.startsWith(`${folder}/CloudTrail/${region}/`)) yield key;
    },
    publicKeys: async (): Promise<PublicKeys> => ({ complete, keys }),
  };
}

/** The same as a copy on disk would be read: no bucket, and only the signatures that were kept. */
export function copyOf(objects: Objects, keys: readonly PublicKey[], kept: readonly string[] = []): DigestReaders {
  const all = bucketOf(objects, keys, false);
  const byName = new Map([...objects].map(([key, object]) => [bareName(key), object]));
  return {
    ...all,
    bucket: undefined,
    readDigest: async (key) => {
      const found = byName.get(bareName(key));
      return found && { bytes: found.bytes, signature: kept.includes(key) ? found.signature : undefined };
    },
    readLog: async (_bucket, key) => byName.get(bareName(key))?.bytes,
  };
}

export function sha(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function basic(time: number): string {
  return iso(time).replace(/[-:]/g, '');
}

function day(time: number): string {
  return iso(time).slice(0, 10).replaceAll('-', '/');
}
