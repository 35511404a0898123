import { cloudTrailClient } from '../../shared/adapters/aws/clients/cloudtrail.ts';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { listPublicKeys } from '../../shared/adapters/aws/public-keys.ts';
import { s3Digests } from '../../shared/adapters/aws/s3-digests.ts';
import { parseS3Url } from '../../shared/adapters/aws/s3-url.ts';
import type { DigestReaders } from '../../shared/cloudtrail/digest-readers.ts';

/** What `verify` needs of AWS: loaded only then, because the SDK takes longer to load than most commands to run. */
export const keysOfCloudTrail: DigestReaders['publicKeys'] = (region, range) =>
  listPublicKeys(cloudTrailClient({ region }), region, range);

/** Readers of `s3://bucket/prefix`. Throws `usage`. */
export function bucketReaders(
  url: string,
  publicKeys: DigestReaders['publicKeys'],
  regions: ReadonlySet<string> | undefined,
): DigestReaders {
  // A local cloud has no name of its own for each bucket.
  const pathStyle = process.env['AWS_ENDPOINT_URL_S3'] !== undefined;
  return s3Digests({ client: s3Client({ pathStyle }), place: parseS3Url(url), regions, publicKeys });
}
