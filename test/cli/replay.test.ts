import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALERT, FINDING, keepsContract } from './contract.ts';
import { type Line, type Replayed, SAMPLE, SAMPLE_CONFIG, sandboxed } from './sandbox.ts';

const box = sandboxed();

describe('gatetrail replay of the sample', () => {
  let run: Replayed;
  beforeAll(async () => {
    run = await box.replay([SAMPLE, '--config', SAMPLE_CONFIG]);
  });

  it('ends with 0 and leaves the five files', () => {
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(readdirSync(run.out).sort()).toEqual([
      'alerts.ndjson',
      'findings.ndjson',
      'run.json',
      'scores.ndjson',
      'tally.json',
    ]);
  });

  it('writes every finding as the contract has it', () => {
    expect(run.findings.length).toBeGreaterThan(0);
    for (const finding of run.findings) keepsContract(finding, FINDING, ['actorChain', 'suppressed']);
    expect(new Set(run.findings.map(({ id }) => id)).size).toBe(run.findings.length);
    expect(run.findings.map(({ time }) => time)).toEqual(run.findings.map(({ time }) => time).sort());
  });

  it('writes every alert as the contract has it, and each stands on findings, or on bits that add up', () => {
    expect(run.alerts.length).toBeGreaterThan(0);
    const findings = new Map(run.findings.map((finding) => [finding['id'], finding]));
    for (const alert of run.alerts) {
      keepsContract(alert, ALERT, []);
      const own = (alert['findingIds'] as string[]).map((id) => findings.get(id));
      expect(own).not.toContain(undefined);
      const bits = (alert['reasons'] as { bits?: number }[]).reduce((sum, reason) => sum + (reason.bits ?? 0), 0);
      expect(alert['score']).toBeCloseTo(bits, 6);
      // What behaviour adds stands on scores, not on findings.
      if (bits > 0) continue;
      expect(own.map((finding) => finding?.['time'])).toContain(alert['time']);
      expect(own.flatMap((finding) => finding?.['eventIds'])).toEqual(
        expect.arrayContaining(alert['eventIds'] as string[]),
      );
    }
    expect(run.alerts.map(({ time }) => time)).toEqual(run.alerts.map(({ time }) => time).sort());
  });

  it('makes the alerts that the documents explain', () => {
    const ids = new Set(run.alerts.map(({ id }) => id));
    for (const file of ['README.md', 'docs/behaviour.md']) {
      const named = readFileSync(file, 'utf8').match(/\ba-[0-9a-f]{16}\b/g) ?? [];
      expect(named.length).toBeGreaterThan(0);
      for (const id of named) expect(ids).toContain(id);
    }
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
    writeFileSync(join(run.out, 'digest.ndjson'), '{}\n');
    const again = await box.run(['replay', empty, '--out', run.out]);
    expect(again.code).toBe(0);
    expect(readFileSync(join(run.out, 'findings.ndjson'), 'utf8')).toBe('');
    expect(readFileSync(join(run.out, 'alerts.ndjson'), 'utf8')).toBe('');
    expect(readdirSync(run.out)).not.toContain('digest.ndjson');
  });
});
