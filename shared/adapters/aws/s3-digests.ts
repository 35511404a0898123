import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { PublicKeys } from '../../cloudtrail/digest-key.ts';
import type { DigestReaders } from '../../cloudtrail/digest-readers.ts';
import { awsError } from './aws-error.ts';
import { listDigestKeys, listLogKeys } from './s3-digest-keys.ts';
import { readError } from './s3-error.ts';
import type { S3Place } from './s3-url.ts';

export interface S3DigestOptions {
  readonly client: Pick<S3Client, 'send'>;
  /** Where to look: a bucket, or a prefix on any level above the days. */
  readonly place: S3Place;
  /** Only these regions are listed. */
  readonly regions?: ReadonlySet<string> | undefined;
  readonly publicKeys: (
    region: string,
    range: { readonly since: number; readonly until: number },
  ) => Promise<PublicKeys>;
}

/**
 * Readers of the bucket that CloudTrail delivers to, or one that log files of a digest lie in. Needs s3:ListBucket (without it S3
 * calls a missing object denied) and s3:GetObject.
 */
export function s3Digests({ client, place, regions, publicKeys }: S3DigestOptions): DigestReaders {
  const { bucket } = place;
  return {
    bucket,
    listDigests: (range) => listDigestKeys(client, place, range, regions),
    async readDigest(key) {
      const object = await get(client, { bucket, key });
      if (object === undefined) return undefined;
      return { bytes: await bytesOf(object, { bucket, key }), signature: object.Metadata?.['signature'] };
    },
    async readLog(from, key) {
      const object = await get(client, { bucket: from, key });
      return object && (await bytesOf(object, { bucket: from, key }));
    },
    listLogs: (logs, range) => listLogKeys(client, bucket, logs, range),
    publicKeys,
  };
}

async function get(client: Pick<S3Client, 'send'>, place: S3Place): Promise<GetObjectCommandOutput | undefined> {
  try {
    return await client.send(new GetObjectCommand({ Bucket: place.bucket, Key: place.key }));
  } catch (error) {
    if (['NoSuchKey', 'NotFound'].includes(awsError(error).code)) return undefined;
    throw readError(error, place);
  }
}

async function bytesOf({ Body }: GetObjectCommandOutput, place: S3Place): Promise<Uint8Array> {
  try {
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    throw readError(error, place);
  }
}
