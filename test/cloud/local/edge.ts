import { once } from 'node:events';
import { createServer, IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Call, callOf, HARNESS, type Recorded } from './calls.ts';
import { answerFailure, type Faults, faults } from './faults.ts';

/** Does what the call asks for and answers by one `response.end`. */
export type Backend = (call: Call, request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The one address of all services: it knows who calls, writes down what, and can make it fail. */
export interface Edge {
  readonly endpoint: string;
  readonly calls: readonly Recorded[];
  readonly faults: Faults;
  close(): Promise<void>;
}

interface EdgeOptions {
  readonly backend: Backend;
  /** After a call was done and before it is answered; the status tells how it went. */
  readonly done: (call: Call, status: number) => void;
  /** Ends the process that signs with this access key, and waits until it is gone. */
  readonly kill: (instance: string) => Promise<void>;
}

/** Capacity as DynamoDB reports it when asked. */
const UNITS = /"CapacityUnits":([\d.]+)/g;

/** ms; longer than any client waits between two calls. */
const KEEP_ALIVE = 120_000;

export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const calls: Recorded[] = [];
  const active = faults();
  const server = createServer((request, response) => {
    serve(request, response, { ...options, calls, faults: active }).catch((error: unknown) => {
      // A process that was killed leaves half a request behind; nobody waits for the answer.
      if (!response.headersSent && !response.destroyed) response.writeHead(500).end(String(error));
    });
  });
  // A client that has waited may write into a connection that is just being closed.
  server.keepAliveTimeout = KEEP_ALIVE;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    faults: active,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Serving = EdgeOptions & { readonly calls: Recorded[]; readonly faults: Faults };

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const started = performance.now();
  const body = await buffer(request);
  const call = callOf(request, body);
  const failure = call.instance === HARNESS ? undefined : serving.faults.next(call);
  const record = (status: number, units = 0): void => {
    const { body: _, ...rest } = call;
    serving.calls.push({ ...rest, status, units, ms: performance.now() - started });
  };
  if (failure === 'reset' || failure === 'kill-before') {
    record(0);
    if (failure === 'kill-before') await serving.kill(call.instance);
    response.destroy();
    return;
  }
  const isLost = failure === 'lost' || failure === 'kill-after';
  const isDone = failure === undefined || isLost;
  onEnd(response, async (status, text) => {
    if (isDone) serving.done(call, status);
    record(isLost ? 0 : status, call.service === 'dynamodb' ? unitsIn(text) : 0);
    if (failure === 'kill-after') await serving.kill(call.instance);
    return !isLost;
  });
  if (failure === undefined || isLost) await serving.backend(call, withBody(request, body), response);
  else answerFailure(call, failure, response);
}

function unitsIn(text: string): number {
  let units = 0;
  for (const [, amount] of text.matchAll(UNITS)) units += Number(amount);
  return units;
}

/** Calls `finish` when the answer is known; it is sent only where that says so, else the connection is cut. */
function onEnd(response: ServerResponse, finish: (status: number, text: string) => Promise<boolean>): void {
  const end = response.end.bind(response);
  response.end = ((chunk?: unknown) => {
    response.end = end;
    const text = typeof chunk === 'string' ? chunk : '';
    finish(response.statusCode, text).then((isSent) => {
      if (isSent) end(chunk);
      else response.destroy();
    });
    return response;
  }) as typeof response.end;
}

/** The request with this body, unread, for a server that reads it itself. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method ?? 'GET';
  copy.url = request.url ?? '/';
  copy.headers = { ...request.headers, 'content-length': String(body.length) };
  delete copy.headers['transfer-encoding'];
  copy.httpVersion = request.httpVersion;
  copy.httpVersionMajor = request.httpVersionMajor;
  copy.httpVersionMinor = request.httpVersionMinor;
  copy.push(body);
  copy.push(null);
  copy.complete = true;
  return copy;
}
