import { type ErrorKind, GatetrailError, messageOf } from '../../errors.ts';

/** What an error of the SDK says, in one shape. */
export interface AwsError {
  /** `AccessDenied`, `NoSuchKey`, `ThrottlingException`; the error's name where there is no code. */
  readonly code: string;
  /** HTTP; absent when no answer came. */
  readonly status?: number | undefined;
  readonly message: string;
}

const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|AuthorizationErrorException|Forbidden|403)$/;
const THROTTLED = /^(SlowDown|Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|ProvisionedThroughputExceeded\w*)$/;
const CREDENTIALS =
  /^(CredentialsProviderError|ExpiredToken\w*|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|TokenRefreshRequired)$/;
/** What the SDK says; it has no code. */
const NO_REGION = 'Region is missing';
const NETWORK =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_PREMATURE_CLOSE|TimeoutError|RequestTimeout\w*|AbortError|NetworkingError)$/;

export function awsError(error: unknown): AwsError {
  const about = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly Code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const name = typeof about.name === 'string' ? about.name : 'Error';
  const named = [about.Code, about.code].find((code) => typeof code === 'string');
  const code = /^(Error|TypeError|Unknown\w*)$/.test(name) && typeof named === 'string' ? named : name;
  return { code: bare(code), status: about.$metadata?.httpStatusCode, message: messageOf(error) };
}

/** `com.amazonaws.kms#DisabledException` -> `DisabledException` */
function bare(code: string): string {
  return code.slice(code.lastIndexOf('#') + 1);
}

export function isDenied({ code, status }: AwsError): boolean {
  return DENIED.test(code) || (status === 403 && !CREDENTIALS.test(code));
}

export function isThrottled({ code, status }: AwsError): boolean {
  return THROTTLED.test(code) || status === 429;
}

/** The caller's own set-up is not complete. */
export function isCredentials({ code, message }: AwsError): boolean {
  return CREDENTIALS.test(code) || message === NO_REGION;
}

/** Whether the same request may succeed a little later. */
export function isTransient(error: AwsError): boolean {
  return isThrottled(error) || NETWORK.test(error.code) || (error.status !== undefined && error.status >= 500);
}

/** The kind of error that goes on from here: `transient` is worth a retry, `input` is not, `config` is the caller's set-up. */
export function kindOf(error: AwsError): ErrorKind {
  if (isCredentials(error)) return 'config';
  return isTransient(error) ? 'transient' : 'input';
}

/**
 * A sentence on what failed: `what` was tried (`s3://bucket/key can't be read`), `permission` is the action it needs. Anything that
 * AWS says of its own stays in it.
 */
export function translated(error: unknown, what: string, permission: string): GatetrailError {
  if (error instanceof GatetrailError) return error;
  const about = awsError(error);
  return new GatetrailError(kindOf(about), `${what}: ${reasonOf(about, permission)}`, error);
}

function reasonOf(error: AwsError, permission: string): string {
  const said = `${error.code}: ${error.message}`;
  if (error.message === NO_REGION) return 'no AWS region; set AWS_REGION, or a region in the profile';
  if (isCredentials(error))
    return `no usable AWS credentials (${said}); sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`;
  if (isDenied(error)) return `access denied; allow ${permission} (${said})`;
  if (isThrottled(error)) return `AWS asks to slow down, even after several attempts; try again later (${said})`;
  if (isTransient(error)) return `no answer from AWS, even after several attempts; try again later (${said})`;
  return said;
}
