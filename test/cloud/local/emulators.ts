import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { buildApp } from 'fauxqs';
import { REGION } from './account.ts';
import type { Call } from './calls.ts';
import { type Backend, withBody } from './edge.ts';
import type { JsonServices } from './json-services.ts';
import { forQueues, publishedBy, refuse } from './sns.ts';

/** It has no types of its own. */
const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

/** S3, SNS and SQS by fauxqs, DynamoDB by dynalite, what neither has by hand; with what they get wrong put right. */
export interface Emulators {
  readonly serve: Backend;
  close(): Promise<void>;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

export async function startEmulators(services: Pick<JsonServices, 'serve'>): Promise<Emulators> {
  const fauxqs = buildApp({ logger: false, defaultRegion: REGION });
  await fauxqs.ready();
  const tables = dynalite({ createTableMs: 0 });
  const encodings = new Map<string, string>();
  return {
    close: () => fauxqs.close(),
    serve(call, request, response) {
      switch (call.service) {
        case 'dynamodb':
          tables.emit('request', withUnits(request, call), response);
          return;
        case 's3':
          serveS3(call, request, response, encodings, fauxqs.routing);
          return;
        case 'sqs':
          // A client may take the queue's URL for the address.
          request.url = '/';
          fauxqs.routing(request, response);
          return;
        case 'sts':
          fauxqs.routing(request, response);
          return;
        case 'sns':
          serveSns(call, request, response, fauxqs.routing);
          return;
        default:
          return services.serve(call, response);
      }
    },
  };
}

/** The emulator knows no bodies for protocols, and few of the reasons to refuse a message. */
function serveSns(call: Call, request: IncomingMessage, response: ServerResponse, serve: Serve): void {
  const published = publishedBy(call);
  if (published === undefined) serve(request, response);
  else if ('refused' in published) refuse(published.refused, response);
  else serve(withBody(request, forQueues(call, published)), response);
}

/** The emulator forgets Content-Encoding, and takes tags for the object. */
function serveS3(
  call: Call,
  request: IncomingMessage,
  response: ServerResponse,
  encodings: Map<string, string>,
  serve: Serve,
): void {
  if (call.operation === 's3:PutObjectTagging' || call.operation === 's3:PutBucketNotificationConfiguration') {
    response.writeHead(200).end('');
    return;
  }
  if (call.operation === 's3:PutObject') {
    const given = String(request.headers['content-encoding'] ?? '').split(/\s*,\s*/);
    const encoding = given.filter((name) => name !== '' && name !== 'aws-chunked').join(',');
    if (encoding === '') encodings.delete(call.resource);
    else encodings.set(call.resource, encoding);
  }
  const encoding = encodings.get(call.resource);
  if (encoding !== undefined && call.action === 's3:GetObject') response.setHeader('content-encoding', encoding);
  serve(request, response);
}

/** Asks for the units, so that they can be written down. */
function withUnits(request: IncomingMessage, { body }: Call): IncomingMessage {
  const text = body.toString();
  if (text.includes('"ReturnConsumedCapacity"') || !/^\{\s*"/.test(text)) return request;
  return withBody(request, Buffer.from(text.replace('{', '{"ReturnConsumedCapacity":"TOTAL",')));
}
