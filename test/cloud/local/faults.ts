import type { ServerResponse } from 'node:http';
import type { Call } from './calls.ts';

/**
 * How a call goes wrong. `reset`: the connection is cut before anything is done. `lost`: it is done, and the answer never arrives.
 * `kill-before`, `kill-after`: the calling process dies, with the call not done or done. `unprocessed`: a batch of DynamoDB of
 * which nothing was done, which is no error.
 */
export type Failure =
  | 'throttle'
  | 'server-error'
  | 'reset'
  | 'lost'
  | 'kill-before'
  | 'kill-after'
  | 'unprocessed'
  | { readonly code: string; readonly status: number; readonly message?: string };

export interface Fault {
  readonly failure: Failure;
  /** Name of the function; absent: any function, never the harness. */
  readonly caller?: string;
  /** `s3:GetObject`, or `s3:*`; absent: any. */
  readonly operation?: string;
  /** All of the resource, or a part that matches; absent: any. */
  readonly resource?: string | RegExp;
  /** How many matching calls go well first; 0 unless told. */
  readonly after?: number;
  /** How many then fail; 1 unless told, `Infinity` until lifted. The SDK tries thrice by itself, DynamoDB four times: AWS_MAX_ATTEMPTS. */
  readonly times?: number;
}

/** A fault that is in force. */
export interface Armed {
  /** Matching calls so far, those that went well included. */
  readonly seen: number;
  /** Calls that failed. */
  readonly hits: number;
  lift(): void;
}

export interface Faults {
  arm(fault: Fault): Armed;
  /** How this call fails; undefined: it doesn't. Counts it. */
  next(call: Call): Failure | undefined;
}

export function faults(): Faults {
  const armed = new Set<{ fault: Fault; seen: number; hits: number }>();
  return {
    arm(fault) {
      const entry = { fault, seen: 0, hits: 0 };
      armed.add(entry);
      return {
        get seen() {
          return entry.seen;
        },
        get hits() {
          return entry.hits;
        },
        lift: () => void armed.delete(entry),
      };
    },
    next(call) {
      for (const entry of armed) {
        const { fault } = entry;
        if (!matches(fault, call)) continue;
        entry.seen += 1;
        if (entry.seen <= (fault.after ?? 0) || entry.hits >= (fault.times ?? 1)) continue;
        entry.hits += 1;
        return fault.failure;
      }
      return undefined;
    },
  };
}

function matches({ caller, operation, resource }: Fault, call: Call): boolean {
  if (caller !== undefined && caller !== call.caller) return false;
  if (operation !== undefined && operation !== call.operation && operation !== `${call.service}:*`) return false;
  return typeof resource === 'string' ? resource === call.resource : (resource?.test(call.resource) ?? true);
}

/** Throttling and failures as each service words them. */
const THROTTLED: Readonly<Record<string, readonly [number, string]>> = {
  s3: [503, 'SlowDown'],
  dynamodb: [400, 'ProvisionedThroughputExceededException'],
  sns: [429, 'Throttled'],
  sqs: [400, 'RequestThrottled'],
};
const FAILED: Readonly<Record<string, string>> = { s3: 'InternalError', dynamodb: 'InternalServerError' };

/** Answers as the service would. Throws for failures that are no answer. */
export function answerFailure(call: Call, failure: Failure, response: ServerResponse): void {
  if (failure === 'unprocessed') {
    sendUnprocessed(call, response);
    return;
  }
  const { code, status, message = `${code}: a fault of the test` } = wordsOf(call, failure);
  if (call.service === 's3' || call.service === 'sns' || call.service === 'sts') {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    const text = call.service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
    response.writeHead(status, { 'content-type': 'application/xml' }).end(text);
  } else {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};Sender` };
    response.writeHead(status, headers).end(JSON.stringify({ __type: code, message }));
  }
}

function wordsOf(call: Call, failure: Failure): { code: string; status: number; message?: string } {
  if (typeof failure === 'object') return failure;
  if (failure === 'server-error') return { status: 500, code: FAILED[call.service] ?? 'InternalFailure' };
  if (failure !== 'throttle') throw new Error(`${failure} is no answer of a service`);
  const [status, code] = THROTTLED[call.service] ?? [400, 'ThrottlingException'];
  return { status, code };
}

function sendUnprocessed({ operation, body }: Call, response: ServerResponse): void {
  const { RequestItems } = JSON.parse(body.toString()) as { RequestItems: unknown };
  const answer =
    operation === 'dynamodb:BatchGetItem'
      ? { Responses: {}, UnprocessedKeys: RequestItems }
      : { UnprocessedItems: RequestItems };
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
}
