import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OPENED, opened, ordinary } from './records.ts';
import { MAIN, SAMPLE, sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
/** Control and format characters, but for the line feed. */
const CONTROL = /(?!\n)[\p{Cc}\p{Cf}]/u;
const LOG = box.log('log.json', [opened('e-1'), ordinary('e-2')]);

describe.concurrent('what a replay prints', () => {
  it('--json is one JSON object on one line of stdout, and nothing else anywhere', async () => {
    const { code, stdout, stderr, alerts, out, tally } = await box.replay([LOG, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(stdout.trimEnd()).not.toContain('\n');
    const summary = JSON.parse(stdout) as Record<string, unknown>;
    expect(summary).toMatchObject({ out, objects: tally.objects, records: tally.records, complete: true });
    expect(summary['alerts']).toMatchObject({ total: alerts.length, top: alerts });
  });

  it('--json stays one object when something can not be read', async () => {
    const broken = box.write('broken.json', '{"Records":[{"eventVersion":"1.11",');
    const { code, stdout, stderr } = await box.replay([broken, '--json']);
    expect([code, stderr]).toEqual([3, '']);
    expect(JSON.parse(stdout)).toMatchObject({ complete: false, objects: { failures: [{ object: broken }] } });
  });

  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzipped', (text: string) => gzipSync(text)],
    [
      'lines',
      (text: string) =>
        Buffer.from(
          `${(JSON.parse(text) as { Records: unknown[] }).Records.map((one) => JSON.stringify(one)).join('\n')}\n`,
        ),
    ],
  ])('- reads stdin, %s', async (_how, encode) => {
    const input = encode(JSON.stringify({ Records: [opened('e-1'), ordinary('e-2')] }));
    const { code, findings, tally } = await box.replay(['-'], { input });
    expect(code).toBe(0);
    expect(tally.records).toMatchObject({ in: 2, events: 2 });
    expect(findings.map(({ detection }) => detection)).toContain(OPENED);
  });

  it('- goes together with files, and is called - where something is wrong with it', async () => {
    const { code, stdout, tally } = await box.replay(['-', LOG], { input: Buffer.from('') });
    expect(code).toBe(3);
    expect(tally.objects).toMatchObject({
      found: 2,
      done: 1,
      failed: 1,
      failures: [{ object: '-', reason: 'empty file' }],
    });
    expect(stdout).toContain('  -: empty file');
  });

  it('has no colours, no cursor movements and no progress without a terminal, whatever the environment wishes', async () => {
    const { stdout, stderr } = await box.replay([SAMPLE], { env: { FORCE_COLOR: '1', TERM: 'xterm-256color' } });
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(CONTROL);
  });

  it('shows names from the log that would move the cursor, harmless', async () => {
    const name = 'eve\u001b[2J\u202egpj\n\rHIGH';
    const hostile = box.log('hostile.json', [
      { ...opened('e-1'), userIdentity: { type: 'IAMUser', accountId: '111111111111', userName: name } },
      { eventVersion: name, eventTime: name, eventName: 'x', eventSource: 'y' },
    ]);
    const { code, stdout } = await box.replay([hostile]);
    expect(code).toBe(3);
    expect(stdout).not.toMatch(CONTROL);
    expect(stdout).toContain('eve\\u{1b}[2J\\u{202e}gpj HIGH');
  });

  it('does not mind a reader that stops early', async () => {
    mkdirSync(box.path('early'));
    const child = spawn(process.execPath, [MAIN, 'replay', LOG, '--out', box.path('early')]);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('names of the out folder inside an input are no input', async () => {
    box.log('whole/log.json', [opened('e-1')]);
    const args = ['replay', box.path('whole'), '--out', box.path('whole', 'results')];
    expect((await box.run(args)).code).toBe(0);
    const again = await box.run([...args, '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ objects: { found: 1, done: 1 } });
  });
});
