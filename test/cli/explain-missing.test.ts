import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { opened, ordinary } from './records.ts';
import { sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
/** Control and format characters, but for the line feed. */
const CONTROL = /(?!\n)[\p{Cc}\p{Cf}]/u;

describe.concurrent('explain, when something is not there', () => {
  it('does not know every id', async () => {
    const { out } = await box.replay([box.log('known.json', [opened('e-1'), ordinary('e-2')])]);
    for (const id of ['a-0000000000000000', 'f-0000000000000000', 'e-404', '\u202eevil']) {
      const { code, stdout, stderr } = await box.run(['explain', id, '--run', out]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^gatetrail: there is no alert or finding .*alerts\.ndjson and findings\.ndjson hold the ids\n$/,
      );
      expect(stderr).not.toMatch(CONTROL);
    }
  });

  it('needs a run', async () => {
    const { code, stderr } = await box.run(['explain', 'e-1', '--run', box.path('nowhere')]);
    expect([code, stderr]).toEqual([
      2,
      `gatetrail: --run ${box.path('nowhere')}: expected alerts.ndjson and findings.ndjson, as gatetrail replay leaves\n`,
    ]);
  });

  it('goes on when the inputs have moved, ends with 3, and takes --input', async () => {
    const log = box.log('before/log.json', [opened('e-1')]);
    const { out, alerts } = await box.replay([log]);
    const id = String(alerts[0]?.['id']);
    mkdirSync(box.path('after'), { recursive: true });
    renameSync(log, box.path('after/log.json'));
    const gone = await box.run(['explain', id, '--run', out]);
    expect(gone.code).toBe(3);
    expect(gone.stdout).toContain('1 not found in the inputs');
    expect(gone.stdout).toContain(`Not all could be read (exit code 3):\n  ${log}: there is no file or folder`);
    const unknown = await box.run(['explain', 'e-404', '--run', out]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('--input says where they are now');
    const found = await box.run(['explain', id, '--run', out, '--input', box.path('after')]);
    expect([found.code, found.stdout.includes('"eventID": "e-1"')]).toEqual([0, true]);
    const wrong = await box.run(['explain', id, '--run', out, '--input', box.path('never')]);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain(`there is no file or folder ${box.path('never')}`);
  });

  it('says that standard input is gone', async () => {
    const { out, alerts } = await box.replay(['-'], { input: Buffer.from(JSON.stringify(opened('e-1'))) });
    const { code, stdout } = await box.run(['explain', String(alerts[0]?.['id']), '--run', out]);
    expect(code).toBe(3);
    expect(stdout).toContain('-: was standard input; --input names where its logs are');
  });

  it('says how to get what is normal', async () => {
    const { out, alerts } = await box.replay([box.log('memory.json', [opened('e-1')])]);
    const id = String(alerts[0]?.['id']);
    const { code, stdout } = await box.run(['explain', id, '--run', out]);
    expect(code).toBe(0);
    expect(stdout).toContain('What is normal: not kept by this run; replay again with --store FILE.sqlite');
    const missing = await box.run(['explain', id, '--run', out, '--store', box.path('no.sqlite')]);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      `gatetrail: --store ${box.path('no.sqlite')}: there is no such file\n`,
    ]);
    const kept = box.path('kept.sqlite');
    const second = await box.replay([box.path('memory.json'), '--store', kept]);
    copyFileSync(kept, box.path('copy.sqlite'));
    rmSync(kept);
    const lost = await box.run(['explain', id, '--run', second.out]);
    expect([lost.code, lost.stdout.includes(`can't be told: --store ${kept}: there is no such file`)]).toEqual([
      0,
      true,
    ]);
    const told = await box.run(['explain', id, '--run', second.out, '--store', box.path('copy.sqlite')]);
    expect(told.stdout).toContain('Nothing is known of ');
  });
});

describe('explain, of a hostile log', () => {
  it('shows no secret, and nothing that moves a cursor', async () => {
    const userAgent = 'eve\u001b[2J\u202egpj\u2028\n\rHIGH';
    const log = box.log('hostile.json', [
      {
        ...opened('e-1'),
        userAgent,
        responseElements: { secretAccessKey: 'wJalrXUtnFEMI', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      },
    ]);
    const { out } = await box.replay([log]);
    for (const more of [[], ['--json']]) {
      const { code, stdout } = await box.run(['explain', 'e-1', '--run', out, ...more]);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(CONTROL);
      expect(stdout).not.toContain('wJalr');
      expect(stdout).toContain('AKIAIOSFODNN7EXAMPLE');
    }
    const { stdout } = await box.run(['explain', 'e-1', '--run', out, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'event', records: [{ record: { userAgent } }] });
  });
});
