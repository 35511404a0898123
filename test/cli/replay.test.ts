import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Line, type Replayed, SAMPLE, SAMPLE_CONFIG, sandboxed } from './sandbox.ts';

const box = sandboxed();
const SEVERITY = /^(info|low|medium|high|critical)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The contract of product.md: every field with what it holds. */
const FINDING: Readonly<Record<string, (value: unknown) => void>> = {
  id: (value) => expect(value).toMatch(/^f-[0-9a-f]{16}$/),
  detection: (value) => expect(value).toMatch(/^[a-z0-9-]+$/),
  severity: (value) => expect(value).toMatch(SEVERITY),
  time: (value) => expect(value).toMatch(TIME),
  account: (value) => expect(value).toMatch(/^\d{12}$/),
  region: (value) => expect(value).toMatch(/^[a-z]{2}-[a-z]+-\d$/),
  principal: isText,
  resource: isText,
  eventIds: isListOfTexts,
  title: isText,
  summary: isText,
  attack: isListOfTexts,
  topic: (value) => expect(value).toMatch(/^[A-Z]$/),
  reasons: isListOfReasons,
};
const ALERT: Readonly<Record<string, (value: unknown) => void>> = {
  id: (value) => expect(value).toMatch(/^a-[0-9a-f]{16}$/),
  time: (value) => expect(value).toMatch(TIME),
  account: (value) => expect(value).toMatch(/^\d{12}$/),
  principal: isText,
  severity: (value) => expect(value).toMatch(SEVERITY),
  score: (value) => expect(value).toBeTypeOf('number'),
  channel: (value) => expect(value).toMatch(/^(rule|sequence|acute|rate|slow)$/),
  title: isText,
  summary: isText,
  reasons: isListOfReasons,
  findingIds: isListOfTexts,
  eventIds: isListOfTexts,
  attack: isListOfTexts,
  nextSteps: isListOfTexts,
};

describe('gatetrail replay of the sample', () => {
  let run: Replayed;
  beforeAll(async () => {
    run = await box.replay([SAMPLE, '--config', SAMPLE_CONFIG]);
  });

  it('ends with 0 and leaves the four files', () => {
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(readdirSync(run.out).sort()).toEqual(['alerts.ndjson', 'findings.ndjson', 'run.json', 'tally.json']);
  });

  it('writes every finding as the contract has it', () => {
    expect(run.findings.length).toBeGreaterThan(0);
    for (const finding of run.findings) keeps(finding, FINDING, ['actorChain', 'suppressed']);
    expect(new Set(run.findings.map(({ id }) => id)).size).toBe(run.findings.length);
    expect(run.findings.map(({ time }) => time)).toEqual(run.findings.map(({ time }) => time).sort());
  });

  it('writes every alert as the contract has it, and each stands on findings', () => {
    expect(run.alerts.length).toBeGreaterThan(0);
    const findings = new Map(run.findings.map((finding) => [finding['id'], finding]));
    for (const alert of run.alerts) {
      keeps(alert, ALERT, []);
      const own = (alert['findingIds'] as string[]).map((id) => findings.get(id));
      expect(own).not.toContain(undefined);
      expect(own.map((finding) => finding?.['time'])).toContain(alert['time']);
      expect(own.flatMap((finding) => finding?.['eventIds'])).toEqual(
        expect.arrayContaining(alert['eventIds'] as string[]),
      );
    }
    expect(run.alerts.map(({ time }) => time)).toEqual(run.alerts.map(({ time }) => time).sort());
  });

  it('accounts for everything in tally.json', () => {
    const { objects, records, findings, detections } = run.tally;
    expect(Object.keys(run.tally)).toEqual(
      expect.arrayContaining([
        'objects',
        'records',
        'findings',
        'alerts',
        'detections',
        'detectionErrors',
        'bytes',
        'seconds',
        'eventsPerSecond',
      ]),
    );
    expect(objects.found).toBe(objects.done + objects.skipped + objects.failed);
    expect(records.in).toBe(records.events + records.rejected + records.duplicates + records.outOfScope);
    expect(records.duplicates).toBeGreaterThan(0);
    expect(objects.skips.map(({ reason }) => reason)).toEqual(['digest file']);
    expect(findings.total).toBe(run.findings.length);
    expect(Object.values(detections).reduce((sum, { findings: own }) => sum + own, 0)).toBe(run.findings.length);
    expect(run.tally.alerts.total).toBe(run.alerts.length);
  });

  it('says in run.json what was run', () => {
    const about = JSON.parse(readFileSync(join(run.out, 'run.json'), 'utf8')) as Line;
    expect(about).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), inputs: [SAMPLE], balanced: true });
    expect(about['options']).toMatchObject({ config: SAMPLE_CONFIG, store: 'memory' });
    expect(about['configHash']).toMatch(/^[0-9a-f]{16}$/);
    expect(about['catalogueHash']).toMatch(/^[0-9a-f]{16}$/);
  });

  it('shows the worst alerts first, then what was read, and where the rest is', () => {
    const lines = run.stdout.split('\n');
    expect(lines[0]).toMatch(/^\d+ alerts?: /);
    expect(run.stdout).toContain(`${run.tally.objects.found} files: `);
    expect(run.stdout).toContain(`Written to ${run.out}`);
    const shown = lines.map((line) => /^(CRITICAL|HIGH|MEDIUM|LOW|INFO)\b/.exec(line)?.[1]).filter((found) => found);
    const order = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];
    expect(shown.map((severity) => order.indexOf(severity ?? ''))).toEqual(
      shown.map((severity) => order.indexOf(severity ?? '')).sort((a, b) => a - b),
    );
  });

  it('replaces an earlier run in the same folder', async () => {
    const empty = box.log('empty.json', []);
    const again = await box.run(['replay', empty, '--out', run.out]);
    expect(again.code).toBe(0);
    expect(readFileSync(join(run.out, 'findings.ndjson'), 'utf8')).toBe('');
    expect(readFileSync(join(run.out, 'alerts.ndjson'), 'utf8')).toBe('');
  });
});

function keeps(
  line: Line,
  contract: Readonly<Record<string, (value: unknown) => void>>,
  optional: readonly string[],
): void {
  for (const [key, check] of Object.entries(contract)) check(line[key]);
  expect(Object.keys(line).filter((key) => !(key in contract) && !optional.includes(key))).toEqual([]);
}

function isText(value: unknown): void {
  expect(value).toBeTypeOf('string');
  expect(value).not.toBe('');
}

function isListOfTexts(value: unknown): void {
  expect(Array.isArray(value)).toBe(true);
  for (const item of value as unknown[]) isText(item);
}

function isListOfReasons(value: unknown): void {
  expect(Array.isArray(value)).toBe(true);
  for (const reason of value as Line[]) {
    isText(reason['text']);
    expect(Object.keys(reason).filter((key) => !['text', 'bits', 'usual', 'since'].includes(key))).toEqual([]);
  }
}
