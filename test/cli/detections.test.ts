import { describe, expect, it } from 'vitest';
import { detections, sequences } from '../../shared/detections/index.ts';
import { OPENED, opened, ordinary } from './records.ts';
import { sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
const SHIPPED = [...detections, ...sequences].map(({ id }) => id).sort();
const FIRES = `{ title: 'fires', records: [{ eventTime: '2026-11-02T10:00:00Z', eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', eventVersion: '1.11' }] }`;
const examples = (fires: string, quiet: string): string => `examples: () => ({ fires: [${fires}], quiet: [${quiet}] })`;
const GOOD = box.rule('good/rule.mjs', { id: 'own-good', on: { names: ['RunInstances'] } }, examples(FIRES, ''));

describe.concurrent('gatetrail detections', () => {
  it("list names all that ships, and one's own, a line each", async () => {
    const { code, stdout, stderr } = await box.run(['detections', 'list', '--rules', GOOD]);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    const ids = lines.filter((line) => /^[A-Z] {2}/.test(line)).map((line) => line.split(/ +/)[2] ?? '');
    expect(ids.sort()).toEqual([...SHIPPED, 'own-good'].sort());
    expect(stdout).toContain(`${detections.length + 1} detections, `);
  });

  it('list --json is one list on one line', async () => {
    const { code, stdout } = await box.run(['detections', 'list', '--json']);
    expect(code).toBe(0);
    expect(stdout.trimEnd()).not.toContain('\n');
    const all = JSON.parse(stdout) as Record<string, unknown>[];
    expect(all.map(({ id }) => id).sort()).toEqual(SHIPPED);
    for (const one of all)
      expect(Object.keys(one)).toEqual(
        expect.arrayContaining([
          'id',
          'kind',
          'topic',
          'title',
          'severity',
          'attack',
          'why',
          'benign',
          'runbook',
          'examples',
        ]),
      );
  });

  it('show says why it matters and what to do', async () => {
    const { code, stdout } = await box.run(['detections', 'show', OPENED]);
    const rule = detections.find(({ id }) => id === OPENED);
    expect(code).toBe(0);
    for (const text of [OPENED, rule?.title, rule?.why, ...(rule?.benign ?? []), ...(rule?.runbook ?? [])])
      expect(stdout).toContain(text);
    const json = await box.run(['detections', 'show', OPENED, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ id: OPENED, title: rule?.title, kind: 'detection' });
  });

  it('test runs every example; all of what ships behave', async () => {
    const { code, stdout } = await box.run(['detections', 'test', '--json']);
    expect(code).toBe(0);
    const count = [...detections, ...sequences].flatMap((rule) => [
      ...rule.examples().fires,
      ...rule.examples().quiet,
    ]).length;
    expect(JSON.parse(stdout)).toEqual({ examples: count, failed: [] });
  });

  it.each([
    ['stays quiet where it should fire', `${examples(FIRES, '')}, match: () => false`, 'should fire, stays quiet'],
    ['fires where it should stay quiet', examples('', FIRES), 'should stay quiet, fires'],
    ['throws', `${examples(FIRES, '')}, match: () => { throw new Error('boom'); }`, 'boom'],
    ['has examples that throw', `examples: () => { throw new Error('boom'); }`, 'boom'],
    ['has an example that is none', examples('{ title: "half" }', ''), 'half'],
  ])('test names a rule that %s, and ends with 3', async (what, code, says) => {
    const folder = box.rule(
      `${what.replaceAll(' ', '-')}/rule.mjs`,
      { id: 'own-wrong', on: { names: ['RunInstances'] } },
      code,
    );
    const { code: exit, stdout, stderr } = await box.run(['detections', 'test', folder]);
    expect({ exit, stderr }).toEqual({ exit: 3, stderr: '' });
    const named = stdout.split('\n').filter((line) => line.startsWith('own-wrong: '));
    expect(named.length).toBe(1);
    expect(named[0]).toContain(says);
  });
});

describe.concurrent('law 5 by the command: a detection that throws', () => {
  it('stops nobody else, is counted and named, and the command ends with 3', async () => {
    const rules = box.rule(
      'law-5/rule.mjs',
      { id: 'own-throws', on: { outcome: 'any' } },
      `match: () => { throw new Error('boom'); }`,
    );
    const log = box.log('log.json', [opened('e-1'), ordinary('e-2')]);
    const calm = await box.replay([log]);
    const run = await box.replay([log, '--rules', rules]);
    expect([calm.code, run.code]).toEqual([0, 3]);
    expect(run.findings).toEqual(calm.findings);
    expect(run.alerts).toEqual(calm.alerts);
    expect(run.tally.detections['own-throws']).toEqual({ findings: 0, errors: 2 });
    expect(run.tally.detectionErrors.map(({ eventId, reason }) => [eventId, reason])).toEqual([
      ['e-1', 'boom'],
      ['e-2', 'boom'],
    ]);
    expect(run.stdout).toContain('detection own-throws failed on event e-1: boom');
  });
});
