import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { besideGood, write } from './beside-good.ts';
import { ordinary } from './records.ts';
import { sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
const TEXT = JSON.stringify({ Records: Array.from({ length: 50 }, (_, index) => ordinary(`e-${index}`)) });
const ZIPPED = gzipSync(TEXT);
const BOMB = gzipSync(Buffer.alloc(32 * 2 ** 20));
const sockets: { close(): void }[] = [];
afterAll(() => {
  for (const socket of sockets) socket.close();
});

const limits = (name: string, text: string): string[] => ['--config', box.write(name, `limits:\n${text}`)];

/** Name, how it is made, why it can't be read, how many records it still gives, flags. */
const BAD: readonly [
  name: string,
  make: (path: string) => unknown,
  reason: RegExp,
  events: number,
  flags?: string[],
][] = [
  ['empty.json', write(''), /^empty file$/, 0],
  ['empty.json.gz', write(''), /^empty file$/, 0],
  ['truncated.json.gz', write(ZIPPED.subarray(0, ZIPPED.length - 40)), /^gzip ends early/, 30],
  [
    'corrupt.json.gz',
    write(Buffer.concat([ZIPPED.subarray(0, 300), Buffer.alloc(60, 0xff), ZIPPED.subarray(360)])),
    /^gzip is corrupt/,
    0,
  ],
  ['truncated.json', write(TEXT.slice(0, -200)), /^ends early/, 49],
  ['bomb.json.gz', write(BOMB), /^gzip expands to more than 1,000 times its size/, 0],
  [
    'bomb-ratio.json.gz',
    write(gzipSync(Buffer.alloc(4 * 2 ** 20))),
    /^gzip expands to more than 20 times its size/,
    0,
    limits('ratio.yml', '  gunzipRatio: 20\n'),
  ],
  [
    'bomb-size.json.gz',
    write(gzipSync(Buffer.alloc(4 * 2 ** 20))),
    /^gzip expands to more than 1,048,576 bytes/,
    0,
    limits('size.yml', '  gunzipMiB: 1\n  gunzipRatio: 5000\n'),
  ],
  ['latin1.json', write(Buffer.from(TEXT.replace('aws-cli', 'caf\u00e9'), 'latin1')), /^invalid UTF-8 at byte \d/, 50],
  ['nul.json', write(`\u0000\u0000${TEXT}`), /^NUL at byte 0/, 50],
  ['utf16.json', write(Buffer.from(`\ufeff${TEXT}`, 'utf16le')), /^UTF-16 text/, 0],
  ['dangling.json', (path) => symlinkSync('nowhere', path), /^can't be read: ENOENT/, 0],
  ['fifo.json', (path) => execFileSync('mkfifo', [path]), /^neither a file nor a folder$/, 0],
  [
    'socket',
    (path) => new Promise<void>((done) => sockets.push(createServer().listen(path, done))),
    /^neither a file nor a folder$/,
    0,
  ],
];

describe.concurrent('exit code 3: what can not be read is named, and nothing else is lost', () => {
  it.each(BAD)('%s', async (name, make, reason, events, flags) => {
    const { code, tally, stdout } = await besideGood(box, name, make, flags);
    expect(code).toBe(3);
    const { failures } = tally.objects;
    expect(failures.filter(({ object }) => !object.endsWith(`/${name}`))).toEqual([]);
    expect(failures.map((failure) => failure.reason)).toContainEqual(expect.stringMatching(reason));
    for (const failure of failures) expect(stdout).toContain(`${name}: ${failure.reason}`);
    expect(tally.records.events - 2).toBeGreaterThanOrEqual(events);
    expect(tally.complete).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const { code, tally } = await besideGood(box, 'secret.json', (path) => {
      write(TEXT)(path);
      chmodSync(path, 0);
    });
    expect(code).toBe(3);
    expect(tally.objects.failures).toEqual([
      { object: expect.stringMatching(/secret\.json$/), reason: expect.stringMatching(/EACCES/) },
    ]);
  });

  it('a folder without any file is named', async () => {
    mkdirSync(box.path('none', 'below'), { recursive: true });
    const good = box.log('some.json', [ordinary('e-1')]);
    const { code, tally, stdout } = await box.replay([good, box.path('none')]);
    expect(code).toBe(3);
    expect(tally.objects).toMatchObject({
      found: 2,
      done: 1,
      failed: 1,
      failures: [{ object: box.path('none'), reason: 'no files in it' }],
    });
    expect(stdout).toContain(`${box.path('none')}: no files in it`);
  });

  it('the same folder twice, or one below the other, is read once', async () => {
    box.log('twice/below/log.json', [ordinary('e-1')]);
    const { code, tally } = await box.replay([box.path('twice'), box.path('twice', 'below'), box.path('twice')]);
    expect(code).toBe(0);
    expect(tally.records).toMatchObject({ in: 1, events: 1, duplicates: 0 });
  });
});
