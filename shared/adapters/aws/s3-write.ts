import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { translated } from './aws-error.ts';
import type { S3Place } from './s3-url.ts';

/** Writes a value as JSON. Throws `config`, `input` or `transient` naming the object. */
export async function writeJson(client: S3Client, { bucket, key }: S3Place, value: unknown): Promise<void> {
  const body = JSON.stringify(value);
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }));
  } catch (error) {
    throw translated(error, `s3://${bucket}/${key} can't be written`, 's3:PutObject');
  }
}
