import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newsOf } from './dev/news.ts';
import { type NewsServer, startNewsServer } from './dev/news-server.ts';
import { objectsBelow, SAMPLE_LOGS } from './local/log-folder.ts';

const DEV = fileURLToPath(new URL('dev.ts', import.meta.url));
/** The day on which a leaked key is used. */
const DAY = '/2026/09/12/';

/** Starts `npm run dev` with a temporary folder of its own, to see what it leaves there. */
function dev(temporary: string, ...args: string[]) {
  const env = { PATH: process.env['PATH'], TMPDIR: temporary };
  return spawn(process.execPath, [DEV, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function open(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  return response;
}

/** Reads server-sent events until one holds this. Gives all of them. */
async function eventsUntil(url: string, wanted: string): Promise<string> {
  let all = '';
  const response = await open(`${url}/events`);
  for await (const chunk of response.setEncoding('utf8')) {
    all += chunk;
    if (all.includes(wanted)) break;
  }
  return all;
}

describe('npm run dev', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatetrail-dev-test-'));
    for (const { key } of objectsBelow(SAMPLE_LOGS).filter(({ key }) => key.includes(DAY))) {
      mkdirSync(join(folder, 'logs', dirname(key)), { recursive: true });
      cpSync(join(SAMPLE_LOGS, key), join(folder, 'logs', key));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows alerts arrive in the terminal and on a page, and leaves nothing after Ctrl-C', async () => {
    const temporary = join(folder, 'interrupted');
    mkdirSync(temporary);
    const child = dev(temporary, '--logs', join(folder, 'logs'));
    const lines: string[] = [];
    const told = createInterface({ input: child.stdout });
    const first = once(told, 'line') as Promise<[string]>;
    told.on('line', (line) => lines.push(line));
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec((await first)[0])?.[0] ?? '';
    const events = await eventsUntil(url, '0 failures');
    expect(events).toContain('"kind":"alert","severity":"critical","title":"Leaked key tried');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(lines.join('\n')).toMatch(/alert critical +Leaked key tried/);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('says at once what it can not read', async () => {
    const temporary = join(folder, 'missing');
    mkdirSync(temporary);
    const child = dev(temporary, '--once', '--logs', join(folder, 'nowhere'));
    const [message] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(child.exitCode).toBe(1);
    expect(message).toContain('nowhere');
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('the page', () => {
  let server: NewsServer;
  beforeAll(async () => {
    server = await startNewsServer(0);
  });
  afterAll(() => server.close());

  it('runs its own script alone and loads nothing from elsewhere', async () => {
    const response = await open(server.url);
    const policy = response.headers['content-security-policy'];
    const html = await text(response);
    const nonce = /'nonce-([\w-]+)'/.exec(String(policy))?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(html.match(/<(script|style)[^>]*>/g)).toEqual([`<style nonce="${nonce}">`, `<script nonce="${nonce}">`]);
    expect(html).not.toMatch(/https?:|src=|href=|innerHTML/);
  });

  it('is for this machine, whatever name leads there', async () => {
    expect((await open(server.url, { host: 'evil.example.com' })).statusCode).toBe(403);
    expect((await open(`${server.url}/other`)).statusCode).toBe(404);
  });

  it('tells whoever comes late; nothing in a log can break a message', async () => {
    const title = 'a\n\ndata: {"forged":1}\u202e<script>alert(1)</script>\u001b[2J';
    const notice = { kind: 'watch', key: 'w', severity: 'high', title, lines: [], nextSteps: [] } as const;
    server.tell(newsOf(notice));
    server.count({ mails: 3 });
    const events = await eventsUntil(server.url, '"mails":3');
    const data = events.split('\n').filter((line) => line.startsWith('data: '));
    expect(data).toHaveLength(2);
    expect(JSON.parse(data[0]?.slice('data: '.length) ?? '').title).toBe(
      'a data: {"forged":1}\\u{202e}<script>alert(1)</script>\\u{1b}[2J',
    );
  });
});
