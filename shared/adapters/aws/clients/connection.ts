/** What differs between callers. Region, credentials and endpoints otherwise come from the SDK's own environment and files. */
export interface Connection {
  readonly region?: string | undefined;
  /** Attempts of one request, the first included. */
  readonly maxAttempts?: number | undefined;
}

const CONNECT_MS = 2_000;
/** Until the answer begins, and between two pieces of it. */
const ANSWER_MS = 20_000;
const ATTEMPTS = 5;

/**
 * What all clients share: retries with exponential backoff and jitter (the SDK's `standard` mode, which also stops when most
 * requests fail), timeouts that end in an error instead of a warning, and connections that are kept.
 */
export function connected({ region, maxAttempts = ATTEMPTS }: Connection = {}): {
  readonly region?: string;
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly requestHandler: Readonly<Record<string, number | boolean>>;
} {
  return {
    ...(region !== undefined && { region }),
    maxAttempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      socketTimeout: ANSWER_MS,
    },
  };
}
