import { S3Client } from '@aws-sdk/client-s3';
import { type Connection, connected } from './connection.ts';

export interface S3Connection extends Connection {
  /** `http://host/bucket/key`: what a local cloud needs. Give it where AWS_ENDPOINT_URL_S3 is set. */
  readonly pathStyle?: boolean | undefined;
}

/** A bucket of another region is found by S3's own redirect. */
export function s3Client({ pathStyle = false, ...connection }: S3Connection = {}): S3Client {
  return new S3Client({ ...connected(connection), forcePathStyle: pathStyle, followRegionRedirects: true });
}
