import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sandboxed } from './sandbox.ts';
import { isWrong } from './wrong.ts';

const box = sandboxed('busy');
const LOG = box.log('logs/log.json', []);

/** Command, and what the one line on stderr has to say. */
const WRONG: readonly [what: string, args: readonly string[], says: RegExp][] = [
  ['an unknown flag', ['replay', LOG, '--oups'], /unknown option '--oups'/],
  ['no input', ['replay'], /missing required argument 'inputs'/],
  ['an unknown command', ['repaly', LOG], /unknown command 'repaly'.*/],
  ['an input that is not there', ['replay', 'no-such-folder'], /no-such-folder/],
  ['a store of no kind', ['replay', LOG, '--store', 'redis'], /--store redis: expected memory, .*\.sqlite/],
  ['a store in the cloud', ['replay', LOG, '--store', 'dynamodb:t'], /--store dynamodb:t: expected .*dynamodb:TABLE/],
  ['a store that is a text', ['replay', LOG, '--store', box.write('text.sqlite', 'text'.repeat(999))], /text\.sqlite/],
  [
    '--since after --until',
    ['replay', LOG, '--since', '2026-09-12', '--until', '2026-09-01'],
    /expected the first to be earlier/,
  ],
  ['--since garbage', ['replay', LOG, '--since', 'yesterday'], /--since yesterday: expected .*2026-11-22/],
  ['--until no day', ['replay', LOG, '--until', '2026-02-30'], /--until 2026-02-30: expected/],
  ['--account no account', ['replay', LOG, '--account', '12'], /--account 12: expected twelve digits/],
  ['--budget 0', ['replay', LOG, '--budget', '0'], /--budget 0: expected/],
  ['--publish to no topic', ['replay', LOG, '--publish', 'me@example.com'], /me@example.com is no ARN of an SNS topic/],
  ['--out where other files are', ['replay', LOG, '--out', box.path('logs')], /--out .*logs: .*other files/],
  ['--out that is a file', ['replay', LOG, '--out', LOG], /--out .*log\.json/],
  ['no rules folder', ['replay', LOG, '--rules', 'no-rules'], /--rules no-rules: expected a folder/],
  [
    'a YAML file that is no Sigma rule',
    ['replay', LOG, '--rules', folderOf(box.write('sigma/rule.yml', 'title: x\n'))],
    /sigma\/rule\.yml:1: .*neither detection nor correlation/,
  ],
  [
    'a rule that is no code',
    ['replay', LOG, '--rules', folderOf(box.write('code/rule.mjs', 'export default {'))],
    /code\/rule\.mjs: can't be loaded/,
  ],
  [
    'a rule without severity',
    ['replay', LOG, '--rules', box.rule('half/rule.mjs', { id: 'own-rule' }, 'severity: undefined')],
    /half\/rule\.mjs: severity: /,
  ],
  [
    'two rules of one id',
    ['replay', LOG, '--rules', box.rule('two/a.mjs', { id: 'own-rule' }) && box.rule('two/b.mjs', { id: 'own-rule' })],
    /two rules have the id own-rule/,
  ],
  ['show of no detection', ['detections', 'show', 'no-such'], /there is no detection no-such/],
];

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

describe.concurrent('exit code 2, and one line that says what was expected', () => {
  it.each(WRONG)('%s', async (_what, args, says) => {
    isWrong(await box.run(args), says);
  });

  it('gatetrail alone shows what it can do', async () => {
    const { code, stdout, stderr } = await box.run([]);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('replay');
  });

  it('a wrong flag leaves the results of an earlier run as they are', async () => {
    const out = box.path('earlier');
    expect((await box.run(['replay', LOG, '--out', out])).code).toBe(0);
    const before = readdirSync(out).map((name) => [name, readFileSync(`${out}/${name}`, 'utf8')]);
    for (const flags of [
      ['--since', 'x'],
      ['--store', 'x'],
      ['--budget', 'x'],
      ['--config', 'x'],
      ['--rules', 'x'],
    ])
      expect((await box.run(['replay', LOG, '--out', out, ...flags])).code).toBe(2);
    expect((await box.run(['replay', 'no-such-input', '--out', out])).code).toBe(2);
    expect(readdirSync(out).map((name) => [name, readFileSync(`${out}/${name}`, 'utf8')])).toEqual(before);
  });

  it('an input that leads in a circle is named', async () => {
    mkdirSync(box.path('circle'));
    symlinkSync('around', box.path('circle', 'around'));
    const { code, stderr } = await box.run(['replay', 'circle/around']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^gatetrail: circle\/around can't be read: .*\n$/);
  });
});
