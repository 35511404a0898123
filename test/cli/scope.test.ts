import { describe, expect, it } from 'vitest';
import { closed, OPENED, opened, ordinary } from './records.ts';
import { type Line, linesOf, sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
const DAY = 24 * 60;
const LOG = box.log('log.json', [
  opened('e-before', { minute: -DAY }),
  opened('e-first'),
  ordinary('e-later', { minute: 1 }),
  opened('e-other', { account: '222222222222', minute: 2 }),
  opened('e-region', { region: 'us-east-1', minute: 3 }),
  opened('e-after', { minute: DAY }),
]);

describe.concurrent('what is in scope', () => {
  it.each<[flags: string[], ids: string[]]>([
    [
      ['--since', '2026-11-02'],
      ['e-first', 'e-later', 'e-other', 'e-region', 'e-after'],
    ],
    [
      ['--since', '2026-11-02T10:00:01Z'],
      ['e-later', 'e-other', 'e-region', 'e-after'],
    ],
    [['--until', '2026-11-02'], ['e-before']],
    [['--until', '2026-11-02T10:00:00Z', '--since', '2026-11-02'], []],
    [['--account', '222222222222,333333333333', '--account', '111111111111', '--until', '2026-11-02'], ['e-before']],
    [['--region', 'us-east-1,eu-central-1', '--since', '2026-11-03'], ['e-after']],
  ])('%j: the others are counted as out of scope', async (flags, ids) => {
    const { code, tally, findings } = await box.replay([LOG, ...flags]);
    expect(code).toBe(0);
    expect(tally.records).toMatchObject({ in: 6, events: ids.length, outOfScope: 6 - ids.length, rejected: 0 });
    const found = findings.filter(({ detection }) => detection === OPENED).flatMap(({ eventIds }) => eventIds);
    expect(found).toEqual(ids.filter((id) => id !== 'e-later'));
  });
});

describe.concurrent('--store FILE.sqlite', () => {
  const before = box.log('monday.json', [closed('e-1', { minute: -DAY })]);
  const after = box.log('tuesday.json', [opened('e-2')]);
  const reasons = async (files: string[], store: string): Promise<string[]> => {
    const { code, findings } = await box.replay([...files, '--store', store]);
    expect(code).toBe(0);
    return findings
      .filter(({ detection }) => detection === OPENED)
      .flatMap(({ reasons: told }) => (told as { text: string }[]).map(({ text }) => text));
  };

  it('continues: what the first run learnt is quoted in the second', async () => {
    const store = box.path('continued.sqlite');
    expect(await reasons([before], store)).toEqual([]);
    const second = await reasons([after], store);
    expect(second.join('\n')).toContain('AWS_IAM');
    expect(second).toEqual(await reasons([before, after], 'memory'));
    expect((await reasons([after], 'memory')).join('\n')).not.toContain('AWS_IAM');
    expect(await reasons([after], store), 'the same file again').toEqual(second);
  });
});

describe.concurrent('--budget', () => {
  const log = box.log(
    'many.json',
    [1, 2, 3, 4, 5, 6, 7, 8].map((index) =>
      ordinary(`e-${index}`, {
        minute: index,
        by: { type: 'IAMUser', accountId: '111111111111', userName: `user-${index}` },
      }),
    ),
  );
  const rules = (severity: string): string[] => [
    '--rules',
    box.rule(`${severity}/rule.mjs`, { id: `own-${severity}`, severity, on: { names: ['DescribeInstances'] } }),
  ];
  const ids = (alerts: readonly Line[]): unknown[] => alerts.map(({ id }) => id).sort();

  it('keeps five days of it at most on one day, and puts the others into a digest, none into silence', async () => {
    const all = await box.replay([log, ...rules('medium'), '--budget', '9']);
    const few = await box.replay([log, ...rules('medium'), '--budget', '1']);
    const digest = linesOf(`${few.out}/digest.ndjson`);
    expect(all.alerts.length).toBeGreaterThanOrEqual(8);
    expect(few.alerts.filter(({ severity }) => severity === 'medium').length).toBe(5);
    expect(ids([...few.alerts, ...digest])).toEqual(ids(all.alerts));
    expect(few.tally.alerts).toEqual({ total: few.alerts.length, digest: digest.length });
    expect(few.stdout).toContain(`${digest.length} alerts over the budget`);
  });

  it('never holds back high alerts', async () => {
    const { alerts, tally } = await box.replay([log, ...rules('high'), '--budget', '1']);
    expect(alerts.filter(({ severity }) => severity === 'high').length).toBe(8);
    expect(tally.alerts.digest).toBe(0);
  });
});
