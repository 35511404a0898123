import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came to the Slack that is none. */
interface SlackCall {
  /** `chat.postMessage`, `chat.update`, `webhook` or `response_url`. */
  readonly method: string;
  readonly token: string | undefined;
  /** The form's fields, with JSON where a field holds some. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What it answers next instead of success. `error`: HTTP 200 with `ok: false`, as Slack does. `hangUp`: no answer at all. */
type Trouble =
  | { readonly status: 429; readonly retryAfter: number }
  | { readonly status: 500 | 503 | 403 | 404 }
  | { readonly error: string }
  | { readonly hangUp: true }
  /** None: the request succeeds, the next may not. */
  | { readonly none: true };

export interface SlackServer {
  /** For the Web API, ends in `/api/`. */
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly responseUrl: string;
  /** All that came, refused ones too. */
  readonly calls: SlackCall[];
  /** What was posted and stands, in order: the body of each message by its ts, changes applied. */
  readonly messages: Map<string, Readonly<Record<string, unknown>>>;
  /** Only these tokens are right, if any are named. */
  tokens: readonly string[] | undefined;
  /** The next requests meet these, one each. */
  trouble(...troubles: Trouble[]): void;
  close(): Promise<void>;
}

/** A small Slack on a port of the system's choice: chat.postMessage, chat.update, a webhook and a response URL. */
export async function startSlack(): Promise<SlackServer> {
  const troubles: Trouble[] = [];
  const state = { calls: [] as SlackCall[], messages: new Map<string, Readonly<Record<string, unknown>>>() };
  let posted = 0;
  const server = createServer(async (request, response) => {
    const call = await callOf(request);
    state.calls.push(call);
    const trouble = troubles.shift();
    if (trouble !== undefined && !('none' in trouble)) return answerTrouble(response, trouble);
    if (call.method === 'webhook' || call.method === 'response_url') {
      if (call.method === 'webhook') state.messages.set(`webhook-${state.messages.size}`, call.body);
      return void response.end('ok');
    }
    if (call.method !== 'chat.postMessage' && call.method !== 'chat.update')
      return json(response, { ok: false, error: 'unknown_method' });
    if (api.tokens !== undefined && !api.tokens.includes(call.token ?? ''))
      return json(response, { ok: false, error: 'invalid_auth' });
    posted += 1;
    const ts =
      call.method === 'chat.update' ? String(call.body['ts']) : `1700000000.${String(posted).padStart(6, '0')}`;
    state.messages.set(ts, { ...state.messages.get(ts), ...call.body });
    return json(response, { ok: true, channel: call.body['channel'], ts });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api: SlackServer = {
    apiUrl: `${origin}/api/`,
    webhookUrl: `${origin}/services/T0/B0/secret`,
    responseUrl: `${origin}/actions/T0/1/secret`,
    ...state,
    tokens: undefined,
    trouble: (...next) => void troubles.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

async function callOf(request: IncomingMessage): Promise<SlackCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const isJson = request.headers['content-type']?.startsWith('application/json') === true;
  const path = request.url ?? '';
  const kinds = [
    ['/api/', path.slice('/api/'.length)],
    ['/services/', 'webhook'],
    ['/actions/', 'response_url'],
  ] as const;
  return {
    method: kinds.find(([prefix]) => path.startsWith(prefix))?.[1] ?? path,
    token: request.headers.authorization?.replace('Bearer ', ''),
    body: isJson
      ? JSON.parse(text)
      : Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, valueOfField(value)])),
  };
}

function valueOfField(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value;
}

function answerTrouble(response: ServerResponse, trouble: Exclude<Trouble, { readonly none: true }>): void {
  if ('hangUp' in trouble) {
    response.destroy();
    return;
  }
  if ('error' in trouble) {
    json(response, { ok: false, error: trouble.error });
    return;
  }
  response.statusCode = trouble.status;
  if (trouble.status === 429) response.setHeader('retry-after', String(trouble.retryAfter));
  response.end('no');
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}
