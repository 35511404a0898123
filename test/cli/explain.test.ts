import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { opened, ordinary } from './records.ts';
import { type Line, type Replayed, SAMPLE, SAMPLE_CONFIG, sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
const STORE = box.path('sample.sqlite');
let sample: Replayed;

beforeAll(async () => {
  sample = await box.replay([SAMPLE, '--config', SAMPLE_CONFIG, '--store', STORE]);
});

interface Reason {
  readonly text: string;
  readonly bits?: number;
}
interface Explained {
  readonly kind: string;
  readonly alerts: readonly Line[];
  readonly findings: readonly Line[];
  readonly records: readonly { eventId: string; record: Line }[];
  readonly missing: readonly string[];
  readonly normal:
    | readonly { principal: string; baseline?: { activeDays: number; peers: number; others: number } }[]
    | null;
  readonly problems: readonly { object: string; reason: string }[];
}

async function explained(id: string, run: string, ...more: readonly string[]): Promise<Explained> {
  const { code, stdout, stderr } = await box.run(['explain', id, '--run', run, '--json', ...more]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trimEnd()).not.toContain('\n');
  return JSON.parse(stdout) as Explained;
}

describe.concurrent('explain', () => {
  it('tells of every alert all that is behind it, with reasons that add up', async () => {
    for (const alert of sample.alerts) {
      const { kind, alerts, findings, records, missing, normal } = await explained(String(alert['id']), sample.out);
      expect([kind, missing]).toEqual(['alert', []]);
      expect(alerts).toEqual([{ ...alert, inDigest: false }]);
      expect(findings.map(({ id }) => id)).toEqual(alert['findingIds']);
      expect(records.map(({ eventId }) => eventId).sort()).toEqual([...(alert['eventIds'] as string[])].sort());
      for (const { eventId, record } of records) expect(record['eventID']).toBe(eventId);
      expect(normal?.length).toBeGreaterThan(0);
      const bits = (alert['reasons'] as Reason[]).reduce((sum, reason) => sum + (reason.bits ?? 0), 0);
      expect(bits).toBeCloseTo(Number(alert['score']), 6);
    }
  });

  it('is a page for a person: why, what to do, the evidence, what is normal', async () => {
    const alert = sample.alerts.find(({ channel }) => channel === 'acute') ?? {};
    const { code, stdout, stderr } = await box.run(['explain', String(alert['id']), '--run', sample.out]);
    expect([code, stderr]).toEqual([0, '']);
    const score = Number(alert['score']).toFixed(1);
    for (const part of [
      String(alert['title']),
      `${score} bits; channel acute`,
      `${score}  bits in all`,
      '\nWhat to do\n  1. ',
      '\nFindings: ',
      '\nEvents: ',
      '"eventName": ',
      '\nWhat was normal before that day for\n',
      'More: gatetrail baseline show ',
    ])
      expect(stdout).toContain(part);
    const bits = [...stdout.matchAll(/^ +(\d+\.\d) {2}(?!bits in all)/gm)].map(([, number]) => Number(number));
    expect(bits.reduce((sum, one) => sum + one, 0)).toBeCloseTo(Number(score), 6);
    // What is to be copied is not broken: paths, keys and commands.
    const long = stdout.split('\n').filter((line) => line.length > 100);
    expect(long.filter((line) => !/^ {2}(in |who |as |More: )|^\d{12}\//.test(line))).toEqual([]);
  });

  it('quotes the same numbers in reasons and in what is normal', async () => {
    const quoted = sample.alerts.flatMap((alert) => {
      const day = String(alert['time']).slice(0, 10);
      if (!String(alert['summary']).includes(`${alert['principal']} on ${day} scored`)) return [];
      const texts = (alert['reasons'] as Reason[]).map(({ text }) => text).join('\n');
      const numbers = /: \d+ of (\d+) active days, \d+ of (\d+) peers?, \d+ of (\d+) other/
        .exec(texts)
        ?.slice(1)
        .map(Number);
      return numbers === undefined || numbers[0] === 0 ? [] : [{ alert, numbers }];
    });
    expect(quoted.length).toBeGreaterThan(0);
    for (const { alert, numbers } of quoted) {
      const { normal } = await explained(String(alert['id']), sample.out);
      const baseline = normal?.find(({ principal }) => principal === alert['principal'])?.baseline;
      expect([baseline?.activeDays, baseline?.peers, baseline?.others]).toEqual(numbers);
    }
  });

  it('knows findings, and of an event all it is part of', async () => {
    const finding = sample.findings.find(({ detection }) => detection === 'apigw-method-auth-none') ?? {};
    const ofFinding = await explained(String(finding['id']), sample.out);
    expect(ofFinding).toMatchObject({ kind: 'finding', findings: [finding], missing: [] });
    expect(ofFinding.alerts).toHaveLength(1);
    const event = String((finding['eventIds'] as string[])[0]);
    const ofEvent = await explained(event, sample.out);
    expect(ofEvent).toMatchObject({ kind: 'event', missing: [], records: [{ eventId: event }] });
    expect(ofEvent.findings).toContainEqual(finding);
    expect(ofEvent.alerts).toEqual(ofFinding.alerts);
    const { stdout } = await box.run(['explain', event, '--run', sample.out]);
    expect(stdout).toMatch(/^EVENT {2}apigateway:UpdateMethod\n/);
    expect(stdout).toContain(`${event}, part of 1 alert and `);
  });

  it('shows an event that nothing fired on, and who quieted a finding', async () => {
    const log = box.log('quiet.json', [opened('e-1'), ordinary('e-2')]);
    const { out } = await box.replay([log]);
    const { code, stdout } = await box.run(['explain', 'e-2', '--run', out]);
    expect(code).toBe(0);
    expect(stdout).toContain('e-2, part of 0 alerts and 0 findings');
    expect(stdout).toContain('It is part of no alert.');
    expect(stdout).toContain('"eventName": "DescribeInstances"');
    const quiet = sample.findings.find(({ suppressed }) => suppressed !== undefined);
    const { stdout: told } = await box.run(['explain', String(quiet?.['id']), '--run', sample.out]);
    expect(told).toContain('suppressed by security@example.com until 2027-03-31');
  });

  it('finds alerts of the digest', async () => {
    const { out, alerts } = await box.replay([box.log('digest.json', [opened('e-1')])]);
    writeFileSync(`${out}/digest.ndjson`, readFileSync(`${out}/alerts.ndjson`));
    writeFileSync(`${out}/alerts.ndjson`, '');
    const { stdout } = await box.run(['explain', String(alerts[0]?.['id']), '--run', out]);
    expect(stdout).toContain('over the budget: in the digest');
  });
});
