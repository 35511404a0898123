import { Agent, request } from 'node:http';

/** What the Lambda runtime client's native part does, in JavaScript: three calls of the Runtime API. */

const [hostname, port] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/** The client doesn't wait until an answer is sent; the next invocation must. */
let last: Promise<unknown> = Promise.resolve();

interface Answer {
  readonly bodyJson: string;
  readonly headers: object;
}

export function initializeClient(): void {}

export async function next(): Promise<Answer> {
  await last;
  return send('GET', 'next');
}

export function done(id: string, body: string): void {
  finish(id, 'response', body);
}

export function error(id: string, body: string): void {
  finish(id, 'error', body);
}

/** Lambda writes this line too. Here it tells the harness that it has read all of the log. */
function finish(id: string, kind: string, body: string): void {
  process.stdout.write(`END RequestId: ${id}\n`);
  last = send('POST', `${id}/${kind}`, body);
}

function send(method: string, path: string, body = ''): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers = { 'content-length': Buffer.byteLength(body) };
  const options = { hostname, port, agent, method, headers, path: `/2018-06-01/runtime/invocation/${path}` };
  const sent = request(options, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('end', () => resolve({ bodyJson: text, headers: response.headers }));
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
