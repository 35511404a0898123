import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE, SAMPLE_CONFIG, sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
const STORE = box.path('sample.sqlite');
const DEV = '222222222222/sso/Developer/dev-c@example.com';

beforeAll(async () => {
  await box.replay([SAMPLE, '--config', SAMPLE_CONFIG, '--store', STORE]);
});

const show = (...args: readonly string[]) => box.run(['baseline', 'show', ...args]);

interface Shown {
  readonly principal: string;
  readonly asOf: string;
  readonly first: string;
  readonly last: string;
  readonly activeDays: number;
  readonly services: readonly { value: string; actions: readonly unknown[] }[];
  readonly scores: readonly { day: string }[];
}
async function shown(...args: readonly string[]): Promise<Shown> {
  const { code, stdout, stderr } = await show(...args, '--store', STORE, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Shown;
}

describe.concurrent('baseline show', () => {
  it('is a page of at most 100 columns', async () => {
    const { code, stdout, stderr } = await show(DEV, '--store', STORE);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(DEV);
    expect(lines[1]).toMatch(
      /^ {2}As of 2026-09-17: known since 2026-09-\d\d, last active 2026-09-\d\d, \d+ active days$/,
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const title of ['Usual, on days with any', 'Actions: ', 'Networks: ', 'Clients: ', 'Scores of its last days'])
      expect(stdout).toContain(`\n${title}`);
    expect(stdout).toMatch(/(frequent|infrequent) +\d+\/\d+ {2}2026-/);
  });

  it('takes a part of the key that no other has, in any case', async () => {
    for (const part of [DEV, 'sso/Developer/dev-c@example.com', 'Developer/DEV-C'])
      expect((await shown(part)).principal).toBe(DEV);
  });

  it('names those that match when several do, and some when none does', async () => {
    const several = await show('dev-c@example.com', '--store', STORE);
    expect([several.code, several.stdout]).toEqual([2, '']);
    expect(several.stderr).toMatch(/^gatetrail: 2 principals match dev-c@example.com; give more of the key:\n {2}/);
    expect(several.stderr).toContain(`\n  ${DEV}\n`);
    const none = await show('nobody', '--store', STORE);
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toMatch(
      /^gatetrail: no principal matches nobody; \d+ principals known:\n {2}.*\n {2}… and \d+ more\n$/s,
    );
  });

  it('knows a day only by those before it', async () => {
    const [now, then] = [await shown(DEV), await shown(DEV, '--day', '2026-09-11')];
    expect(then.asOf).toBe('2026-09-11');
    expect(then.first).toBe(now.first);
    expect(then.last < '2026-09-11').toBe(true);
    expect(then.activeDays).toBeLessThan(now.activeDays);
    expect(then.scores.every(({ day }) => day < '2026-09-11')).toBe(true);
    expect(then.scores).toHaveLength(then.activeDays);
    const first = await show(DEV, '--store', STORE, '--day', now.first);
    expect([first.code, first.stderr]).toEqual([2, `gatetrail: nothing is known of ${DEV} from before ${now.first}\n`]);
  });

  it('counts as many active days as there are scores', async () => {
    const scored = new Map<string, number>();
    const { services, scores, activeDays } = await shown(DEV);
    for (const { day } of scores) scored.set(day, (scored.get(day) ?? 0) + 1);
    expect(scored.size).toBe(activeDays);
    expect(services.every(({ actions }) => actions.length > 0)).toBe(true);
  });
});

describe.concurrent('baseline show, wrongly used', () => {
  it('makes no store where there is none', async () => {
    const file = box.path('none.sqlite');
    const { code, stderr } = await show(DEV, '--store', file);
    expect([code, existsSync(file)]).toEqual([2, false]);
    expect(stderr).toBe(
      `gatetrail: --store ${file}: there is no such file; gatetrail replay <inputs> --store FILE.sqlite makes one\n`,
    );
  });

  it.each([
    [['--store', 'memory'], /expected the FILE\.sqlite that a replay kept its state in/],
    [['--store', 'dynamodb:t'], /expected the FILE\.sqlite that a replay kept its state in/],
    [[], /required option '--store <file>'/],
    [['--store', STORE, '--day', '2026-02-30'], /--day 2026-02-30: expected a UTC day, such as 2026-11-22/],
    [['--store', box.write('text.sqlite', 'no database, and long enough to be one\n'.repeat(40))], /text\.sqlite: /],
  ])('%j', async (flags, message) => {
    const { code, stdout, stderr } = await show(DEV, ...flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
