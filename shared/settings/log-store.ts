import type { TrailEvent } from '../cloudtrail/event.ts';
import { type Fields, fields, filled, text } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { trailName } from './names.ts';
import type { Setting } from './setting.ts';

/** Whose log a bucket holds, and whose log a KMS key encrypts; kept for all accounts, because logs are often kept in another. */
export const LOG_BUCKET = 'cloudtrail.bucket.holds';
export const LOG_KEY = 'cloudtrail.kmsKey.encrypts';

/** A KMS key's id from its id or ARN; an alias stays what it is. */
export function kmsKeyId(idOrArn: string): string {
  const at = idOrArn.lastIndexOf('key/');
  return at === -1 ? idOrArn : idOrArn.slice(at + 'key/'.length);
}

/** What Create and UpdateTrail say of the bucket and the key. */
export function trailStores({ name, params, response }: TrailEvent): Setting[] {
  if (name !== 'CreateTrail' && name !== 'UpdateTrail') return [];
  const trail = trailName(filled(params, 'name') ?? filled(response, 'name')) ?? 'a trail';
  return told(`trail ${trail}`, filled(params, 's3BucketName'), filled(params, 'kmsKeyId'));
}

/**
 * CloudTrail itself tells where it writes: before it delivers it asks for the bucket's ACL, and for data keys of the KMS key, and
 * both are in the log. Looked at in the raw record, because such calls come in every file.
 */
export function deliveryStores(raw: RawRecord): Setting[] {
  const { invokedBy }: Fields = fields(raw.userIdentity);
  if (invokedBy !== 'cloudtrail.amazonaws.com') return [];
  return told('a trail', text(raw.requestParameters, 'bucketName'), text(raw.requestParameters, 'keyId'));
}

/** Whether an operation is one by which CloudTrail tells where it writes. */
export function tellsDelivery(service: string, name: string): boolean {
  return (service === 's3' && name === 'GetBucketAcl') || (service === 'kms' && name.startsWith('GenerateDataKey'));
}

function told(value: string, bucket: string | undefined, key: string | undefined): Setting[] {
  return [
    ...(bucket === undefined ? [] : [{ name: LOG_BUCKET, of: bucket, value, anywhere: true as const }]),
    ...(key === undefined ? [] : [{ name: LOG_KEY, of: kmsKeyId(key), value, anywhere: true as const }]),
  ];
}
