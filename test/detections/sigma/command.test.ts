import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opened } from '../../cli/records.ts';
import { sandboxed } from '../../cli/sandbox.ts';
import { RULE } from './rules.ts';

const box = sandboxed('busy');
const EXAMPLES = `gatetrail:
  examples:
    fires: [{ title: a user is made, severity: medium, records: [{ eventName: CreateUser }] }]
    quiet: [{ title: a user is read, records: [{ eventName: GetUser }] }]
`;
const folder = (name: string, files: Readonly<Record<string, string>>): string =>
  Object.entries(files).map(([file, text]) => dirname(box.write(`${name}/${file}`, text)))[0] ?? '';

describe.concurrent('the commands with a folder of Sigma rules', () => {
  const good = folder('good', {
    'tested.yml': `${RULE}${EXAMPLES}`,
    'bare.yml': RULE,
    'other.yml': RULE.replace('aws', 'windows'),
  });

  it('list shows them beside ours, and says what was skipped', async () => {
    const { code, stdout } = await box.run(['detections', 'list', '--rules', good]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^X {2}medium {4}sigma-tested +A rule$/m);
    expect(stdout).toContain('; 1 rule skipped, for other logs: windows/cloudtrail');
  });

  it('show says where they come from', async () => {
    const { code, stdout } = await box.run(['detections', 'show', 'sigma-bare', '--rules', good]);
    expect(code).toBe(0);
    expect(stdout).toContain('bare.yml');
    expect(stdout).toContain('It has no examples.');
  });

  it('test runs the examples they have', async () => {
    const json = JSON.parse((await box.run(['detections', 'test', good, '--json'])).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ withoutExamples: ['sigma-bare'], skipped: [{ logSource: 'windows/cloudtrail' }] });
    const broken = folder('broken', { 'rule.yml': `${RULE}${EXAMPLES.replace('GetUser', 'CreateUser')}` });
    const { stdout } = await box.run(['detections', 'test', broken]);
    expect(stdout).toMatch(/^sigma-rule: "a user is read": should stay quiet, fires: /m);
  });

  it('replay says what was skipped, and names it in run.json', async () => {
    const out = box.path('skipped');
    const { code, stdout } = await box.run([
      'replay',
      box.log('one.json', [opened('e-1')]),
      '--rules',
      good,
      '--out',
      out,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 rule of --rules skipped, for other logs');
    const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as Record<string, unknown>;
    expect(run['skippedRules']).toMatchObject([{ logSource: 'windows/cloudtrail' }]);
  });

  it('test and replay end with 2 where one can not be loaded, and name it', async () => {
    const wrong = folder('wrong', { 'rule.yml': RULE.replace('condition: selection', 'condition: selections') });
    const log = box.log('log.json', [opened('e-1')]);
    for (const args of [
      ['detections', 'test', wrong],
      ['replay', log, '--rules', wrong],
    ]) {
      const { code, stderr } = await box.run(args);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^gatetrail: .*wrong\/rule\.yml:8: detection\.condition: there is no search selections/);
    }
  });
});
