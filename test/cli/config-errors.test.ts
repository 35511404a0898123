import { describe, expect, it } from 'vitest';
import { catalogueFor, configFor } from '../../functions/cli/options.ts';
import { sandboxed } from './sandbox.ts';
import { isWrong } from './wrong.ts';

const box = sandboxed();
const LOG = box.log('logs/log.json', []);
const SUPPRESSION = '  - detection: x-y\n    reason: known\n    owner: me@example.com\n';
const config = (name: string, text: string): string => box.write(`${name}.yml`, text);
const says = (place: string): RegExp => RegExp(`^[\\w./-]+${place}`);

/** File, and what the one line on stderr has to say: file, line, key, what was expected. */
const WRONG: readonly [what: string, file: string, says: RegExp][] = [
  ['no file', 'no.yml', /--config no\.yml: ENOENT/],
  ['a folder', box.path('logs'), /--config .*logs: EISDIR/],
  ['no YAML', config('syntax', 'accounts:\n  own: ['), says('syntax\\.yml:\\d: ')],
  [
    'a key too many',
    config('key', 'alerts:\n  minSeverity: low\n  minSevrity: low\n'),
    says('key\\.yml:3: alerts\\.minSevrity: '),
  ],
  ['a key twice', config('twice', 'alerts: {}\naccounts: {}\nalerts: {}\n'), says('twice\\.yml:3: ')],
  [
    'a wrong value',
    config('value', 'alerts:\n\n  minSeverity: bad\n'),
    says('value\\.yml:3: alerts\\.minSeverity: .*medium'),
  ],
  [
    'an account without quotes',
    config('account', 'accounts:\n  own:\n    - 111111111111\n'),
    says('account\\.yml:3: accounts\\.own\\.0: '),
  ],
  [
    'a suppression without expiry',
    config('expiry', `suppressions:\n${SUPPRESSION}`),
    says('expiry\\.yml:2: suppressions\\.0\\.expires: '),
  ],
  [
    'an expiry that is no day',
    config('day', `suppressions:\n${SUPPRESSION}    expires: 2027-99-99\n`),
    says('day\\.yml:5: suppressions\\.0\\.expires: expected a date'),
  ],
  [
    'a suppression of everything',
    config('all', 'suppressions:\n  - reason: quiet\n    owner: me\n    expires: 2027-01-01\n'),
    says('all\\.yml:2: suppressions\\.0: expected at least one of'),
  ],
  [
    'a pattern without quotes',
    config('star', 'suppressions:\n  - principal: *-role\n'),
    says('star\\.yml:2: \\*-role: .*quotes'),
  ],
  ['a list where keys are expected', config('list', '- accounts\n'), says('list\\.yml:1: file: ')],
];

describe('a configuration that can not be used: file, line and key in one line', () => {
  it.each(WRONG)('%s', (_what, file, line) => {
    const read = (): unknown => configFor({ config: file });
    expect(read).toThrow(expect.objectContaining({ kind: 'config', message: expect.stringMatching(line) }));
    expect(read).not.toThrow(/\n/);
  });

  it.each([
    ['off', 'because'],
    ['severity', 'low'],
  ])('a detection under %s that is none', async (key, value) => {
    const file = config(key, `detections:\n  ${key}:\n    no-such: ${value}\n`);
    await expect(catalogueFor({ config: file }, configFor({ config: file }))).rejects.toThrow(
      expect.objectContaining({
        kind: 'config',
        message: expect.stringMatching(says(`${key}\\.yml:3: detections\\.${key}\\.no-such: `)),
      }),
    );
  });

  it('ends the command with 2, also when nobody names it: gatetrail.yml in this folder', async () => {
    box.write('gatetrail.yml', 'alerts: 7\n');
    isWrong(await box.run(['replay', LOG]), /^gatetrail: gatetrail\.yml:1: alerts: /);
    isWrong(await box.run(['replay', LOG, '--config', 'no.yml']), /^gatetrail: --config no\.yml: ENOENT/);
  });
});
