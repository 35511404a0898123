import { GatetrailError } from '../../errors.ts';

/** An object, or a prefix, in a bucket. */
export interface S3Place {
  readonly bucket: string;
  /** As S3 has it: no escapes. Empty for the whole bucket. */
  readonly key: string;
}

export const S3_SCHEME = 's3://';

/** `s3://bucket/AWSLogs/`: taken as it stands, nothing is decoded. Throws `usage`. */
export function parseS3Url(url: string): S3Place {
  const rest = url.slice(S3_SCHEME.length);
  const cut = rest.indexOf('/');
  const bucket = cut === -1 ? rest : rest.slice(0, cut);
  if (!url.startsWith(S3_SCHEME) || !/^[A-Za-z0-9][\w.-]{1,254}$/.test(bucket))
    throw new GatetrailError('usage', `${url}: expected s3://bucket or s3://bucket/prefix`);
  return { bucket, key: cut === -1 ? '' : rest.slice(cut + 1) };
}

export function s3Url({ bucket, key }: S3Place): string {
  return `${S3_SCHEME}${bucket}/${key}`;
}
