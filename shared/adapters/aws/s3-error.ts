import { GatetrailError } from '../../errors.ts';
import { type AwsError, awsError, isDenied, kindOf, translated } from './aws-error.ts';
import { type S3Place, s3Url } from './s3-url.ts';

/** `arn:aws:kms:eu-west-1:111111111111:key/…` as messages of S3 and KMS hold it. */
const KMS_KEY = /arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key|alias)\/[\w/-]+/;

/** Why an object can't be read, as a sentence that says what to do; `transient` where a retry may help. */
export function readError(error: unknown, place: S3Place): GatetrailError {
  if (error instanceof GatetrailError) return error;
  const about = awsError(error);
  const reason = reasonOf(about, place);
  if (reason === undefined) return translated(error, `${s3Url(place)} can't be read`, 's3:GetObject');
  return new GatetrailError(kindOf(about), `${s3Url(place)} can't be read: ${reason}`, error);
}

function reasonOf(error: AwsError, place: S3Place): string | undefined {
  const { code, message, status } = error;
  if (code === 'NoSuchBucket') return `there is no bucket ${place.bucket}`;
  if (code === 'NoSuchKey' || code === 'NotFound') return 'there is no such object; it was deleted or expired';
  if (code === 'InvalidObjectState')
    return 'the object is archived (Glacier); restore it first, with aws s3api restore-object';
  if (code === 'PreconditionFailed' || status === 412) return 'the object changed while it was read';
  if (isKms(error)) return kmsReason(error);
  if (isDenied(error))
    return `access denied; allow s3:GetObject on ${arn(place)}, and without s3:ListBucket S3 says the same of an object that is gone (${message})`;
  return undefined;
}

/** S3 gives KMS's errors as `KMS.DisabledException`, and a missing permission as AccessDenied that names kms:Decrypt. */
function isKms({ code, message }: AwsError): boolean {
  return code.startsWith('KMS.') || /\bkms:\w+/i.test(message) || /\bKMS\b.*\b(key|ciphertext)/i.test(message);
}

function kmsReason({ code, message }: AwsError): string {
  const key = KMS_KEY.exec(message)?.[0] ?? 'of this object';
  const said = `${code}: ${message}`;
  if (/disabled/i.test(code) || /is disabled/i.test(message))
    return `the KMS key ${key} is disabled; enable it, with aws kms enable-key (${said})`;
  if (/pending ?deletion/i.test(message))
    return `the KMS key ${key} is about to be deleted; cancel that, with aws kms cancel-key-deletion, then enable it (${said})`;
  if (/NotFound/.test(code) || /does not exist/i.test(message))
    return `the KMS key ${key} does not exist any more, so its objects can't be decrypted (${said})`;
  if (/InvalidState/i.test(code)) return `the KMS key ${key} can't be used in its state (${said})`;
  return `KMS refused to decrypt; allow kms:Decrypt on the key ${key}, in the role's policy and in the key's (${said})`;
}

function arn({ bucket, key }: S3Place): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
