import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFauxqs } from 'fauxqs';

export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
/** What an SDK of a process of its own needs to stay on this machine. */
export const LOCAL_ENV = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'eu-central-1',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;

/** How a request is answered instead of by S3; undefined: as S3 does. */
type Fault =
  | { readonly status: number; readonly code: string; readonly message?: string }
  /** S3 of this machine lacks some operations. */
  | { readonly xml: string }
  /** The connection breaks after that many bytes of the body. */
  | { readonly cutAfter: number }
  | undefined;

export interface Served {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A server on a port that the system chose. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Served> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
}

/** S3, SNS and SQS in this process behind a door that may spoil any answer. */
export async function startLocalCloud(): Promise<LocalCloud> {
  const cloud = await startFauxqs({ port: 0, logger: false });
  const seen: Seen[] = [];
  const state: { fault: (seen: Seen, count: number) => Fault } = { fault: () => undefined };
  const door = await serve((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const one: Seen = { method, url, range: headers.range, ifMatch: headers['if-match'] };
    seen.push(one);
    const fault = state.fault(one, seen.filter((other) => other.method === method && other.url === url).length);
    if (fault !== undefined && 'status' in fault) refuse(incoming, outgoing, fault);
    else if (fault !== undefined && 'xml' in fault) {
      incoming.resume();
      outgoing.writeHead(200, { 'content-type': 'application/xml' });
      outgoing.end(fault.xml);
    } else forward(incoming, outgoing, cloud.port, fault?.cutAfter);
  });
  return {
    endpoint: door.endpoint,
    cloud,
    seen,
    spoil: (fault) => {
      seen.length = 0;
      state.fault = fault;
    },
    close: async () => {
      await door.close();
      await cloud.stop();
    },
  };
}

export interface LocalCloud extends Served {
  readonly cloud: Awaited<ReturnType<typeof startFauxqs>>;
  readonly seen: readonly Seen[];
  /** From now on; forgets what was seen. `count`: of this request, from 1. */
  spoil(fault: (seen: Seen, count: number) => Fault): void;
}

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly range: string | undefined;
  readonly ifMatch: string | undefined;
}

function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, code, message = code }: { readonly status: number; readonly code: string; readonly message?: string },
): void {
  incoming.resume();
  outgoing.writeHead(status, { 'content-type': 'application/xml' });
  outgoing.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number, cutAfter?: number): void {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    let left = cutAfter ?? Number.POSITIVE_INFINITY;
    answer.on('data', (piece: Buffer) => {
      if (left <= 0) return;
      outgoing.write(piece.subarray(0, left), () => {
        if (left <= 0) outgoing.destroy();
      });
      left -= piece.length;
    });
    answer.on('end', () => {
      if (left > 0) outgoing.end();
    });
  });
  // S3 may refuse a request before all of it came.
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
