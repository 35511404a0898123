import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Counts, News } from './news.ts';
import { page } from './page.ts';

/** Shows what happens to whoever opens the page; who comes late is told all of it. */
export interface NewsServer {
  readonly url: string;
  tell(news: News): void;
  count(counts: Counts): void;
  close(): Promise<void>;
}

/** `port` 0: the system chooses. Only for this machine. */
export async function startNewsServer(port: number): Promise<NewsServer> {
  const told: string[] = [];
  let counted = '';
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    // A page elsewhere may have its name lead here; it is not for it.
    if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) {
      response.writeHead(403).end();
    } else if (request.url === '/') {
      const nonce = randomBytes(16).toString('base64url');
      response.writeHead(200, headers(nonce)).end(page(nonce));
    } else if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write([...told, counted].join(''));
      readers.add(response);
      response.on('close', () => readers.delete(response));
    } else response.writeHead(404).end();
  });
  const send = (message: string): void => {
    for (const reader of readers) reader.write(message);
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell(news) {
      const message = messageOf('news', news);
      told.push(message);
      send(message);
    },
    count(counts) {
      const message = messageOf('counts', counts);
      if (message !== counted) send(message);
      counted = message;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function messageOf(event: string, value: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}

function headers(nonce: string): Record<string, string> {
  const own = `'nonce-${nonce}'`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src ${own}; style-src ${own}; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
