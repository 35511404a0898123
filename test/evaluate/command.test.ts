import { describe, expect, it } from 'vitest';
import { sandboxed } from '../cli/sandbox.ts';
import { alert, at, date } from './made.ts';
import { evaluate, runIn } from './run-folder.ts';

const box = sandboxed('busy');

describe.concurrent('gatetrail evaluate', () => {
  it('prints every answer, in at most 100 columns, without a control character', async () => {
    const { code, stdout, stderr } = await evaluate(box, runIn(box, 'good'));
    expect([code, stderr]).toEqual([0, '']);
    const printed = stdout.split('\n');
    expect(Math.max(...printed.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028]/u);
    for (const line of [
      'Run of 2026-09-01 to 2026-09-09, judged from 2026-09-05: 5 days, 2 attacks',
      'Without steps: 1 attack; alerts matched by principal and time only',
      'all 1/2 1/2 1/2 1/2 1/2',
      'Malicious actions until the alert: median 1, p90 1 (1 attack)',
      'All: 0.20 benign alerts a day, precision 1/2 (50 %)',
      'Behavioural: 0.00 benign a day (0 in 5 days), target 2, realised 0.00 of it',
      'Digest, over the budget: 0 benign, 1 on attacks',
      'iam-odd low 1 0.20',
    ])
      expect(printed.map((one) => one.replaceAll(/ +/g, ' '))).toContain(line);
  });

  it('--json is one object on one line, the same every time', async () => {
    const folder = runIn(box, 'json');
    const { code, stdout, stderr } = await evaluate(box, folder, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(JSON.parse(stdout)).toMatchObject({
      window: { first: date(1), from: date(5), last: date(9), days: 5 },
      labels: { all: 2, inWindow: 2, withoutSteps: 1, withoutScore: 0 },
      recall: { benignPrincipalDays: 1 },
      found: { all: { of: 2, any: 1, behavioural: 1, seriousRule: 0, digestOnly: 1 } },
      load: { behavioural: { target: 2 } },
      attacks: [
        { id: 'A12-1', benignADay: null, alert: null, inDigest: true, actionsUntilAlert: null },
        { id: 'A1-1', benignADay: 0, alert: { id: '1', time: at(9), channel: 'acute' }, actionsUntilAlert: 1 },
      ],
    });
    expect((await evaluate(box, folder, '--json')).stdout).toBe(stdout);
  });

  it('--from says where learning ends', async () => {
    const { stdout } = await evaluate(box, runIn(box, 'from'), '--json', '--from', date(9));
    expect(JSON.parse(stdout)).toMatchObject({ window: { from: date(9), days: 1 }, labels: { all: 2, inWindow: 1 } });
  });

  it('does without scores, digest and run.json, and says what can not be told', async () => {
    const folder = runIn(box, 'old', { 'scores.ndjson': undefined, 'digest.ndjson': undefined, 'run.json': undefined });
    const { code, stdout } = await evaluate(box, folder);
    expect(code).toBe(0);
    expect(stdout).toContain('No scores.ndjson in this run: recall at a budget can not be told.');
    expect(stdout).toContain('the target is not in run.json');
    expect(stdout).toContain('precision 1/2 (50 %)');
  });

  it('takes empty files for runs without alerts and for no attacks', async () => {
    const empty = { 'alerts.ndjson': '', 'digest.ndjson': '', 'findings.ndjson': '' };
    const none = box.write('none.ndjson', '');
    const { code, stdout } = await box.run(['evaluate', runIn(box, 'empty', empty), '--labels', none]);
    expect(code).toBe(0);
    expect(stdout).toContain('5 days, 0 attacks');
    expect(stdout).toContain('precision 0/0 (-)');
    expect(stdout).toContain('No benign findings.');
  });

  it('lets a line of JSON hold what some take for the end of a line', async () => {
    const alerts = `${JSON.stringify(alert('\u2028', 'bob', at(9)))}`;
    expect((await evaluate(box, runIn(box, 'separator', { 'alerts.ndjson': alerts }))).code).toBe(0);
  });
});
