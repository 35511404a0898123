import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ACCOUNT, REGION } from './account.ts';

/** One invocation as the runtime gets it. */
export interface Invocation {
  readonly id: string;
  readonly event: unknown;
  /** When the function must have answered, in ms since 1970. */
  readonly deadline: number;
}

/** An error as the runtime reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What one process of a function tells. */
export interface RuntimeListener {
  /** It wants work: the callback may be called once, at any time. */
  idle(give: (invocation: Invocation) => void): void;
  answered(id: string, answer: { readonly payload: unknown } | { readonly error: FunctionError }): void;
  /** It could not even start: the handler is missing, or its module throws. */
  initFailed(error: FunctionError): void;
}

export interface RuntimeApi {
  /** `127.0.0.1:4711`, as AWS_LAMBDA_RUNTIME_API wants it. */
  readonly address: string;
  close(): void;
}

const PATH = /^\/2018-06-01\/runtime\/(?:invocation\/(?:(next)|([^/]+)\/(response|error))|(init)\/error)$/;

/** Lambda's Runtime API (2018-06-01) for one process. */
export async function startRuntimeApi(functionName: string, listener: RuntimeListener): Promise<RuntimeApi> {
  const server = createServer((request, response) => {
    // A process that was killed cuts its requests off: its end is noticed by itself.
    serve(functionName, listener, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(
  functionName: string,
  listener: RuntimeListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, next, id, kind, init] = PATH.exec(request.url ?? '') ?? [];
  if (next !== undefined) {
    listener.idle((invocation) => give(functionName, invocation, response));
    return;
  }
  const body = await text(request);
  response.writeHead(202).end('{}');
  if (init !== undefined) listener.initFailed(JSON.parse(body));
  else if (id !== undefined) {
    const told = body === '' ? null : JSON.parse(body);
    listener.answered(decodeURIComponent(id), kind === 'error' ? { error: told } : { payload: told });
  }
}

function give(functionName: string, { id, event, deadline }: Invocation, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': id,
    'Lambda-Runtime-Deadline-Ms': String(deadline),
    'Lambda-Runtime-Invoked-Function-Arn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}`,
    'Lambda-Runtime-Trace-Id': `Root=1-${id.slice(0, 8)}-${id.replaceAll('-', '').slice(8, 32)};Sampled=0`,
  });
  response.end(JSON.stringify(event));
}
