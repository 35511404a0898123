import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { runSimulate } from '../../functions/cli/simulate.ts';
import { parseKey } from '../../shared/cloudtrail/key.ts';
import type { Label } from '../../shared/simulate/labels.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatetrail-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FLAGS = { seed: '3', days: '6', events: '1000', attacks: '8', noise: '1', start: '2026-01-05', json: true };

function run(flags: Partial<typeof FLAGS> & { out: string }): Record<string, unknown> {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  try {
    expect(runSimulate({ ...FLAGS, ...flags })).toBe(0);
  } finally {
    process.stdout.write = write;
  }
  return JSON.parse(text);
}

describe('gatetrail simulate', () => {
  const out = join(folder, 'org');
  const summary = run({ out });
  const paths = readdirSync(join(out, 'AWSLogs'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.gz'),
  );
  const labels = readFileSync(join(out, 'labels.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line): Label => JSON.parse(line));

  it('writes files as a bucket holds them, and says how many', () => {
    expect(paths).toHaveLength(Number(summary['files']));
    let records = 0;
    for (const path of paths) {
      expect(parseKey(`AWSLogs/${path}`)).toMatchObject({ kind: 'log' });
      records += JSON.parse(gunzipSync(readFileSync(join(out, 'AWSLogs', path))).toString()).Records.length;
    }
    expect(records).toBe(summary['records']);
    const about = JSON.parse(readFileSync(join(out, 'simulate.json'), 'utf8'));
    expect(about).toMatchObject({ seed: 3, days: 6, finished: true, records, attacks: labels.length });
  });

  it('labels each attack with its steps', () => {
    expect(labels.length).toBeGreaterThan(4);
    const [label] = labels;
    expect(label?.day).toMatch(/^2026-01-\d\d$/);
    expect(label?.start).toBe(label?.steps[0]?.time);
    expect(label?.end).toBe(label?.steps.at(-1)?.time);
    for (const { steps } of labels) for (const { action } of steps) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]/);
  });

  it('writes over a simulation, and over nothing else', () => {
    expect(run({ out, days: '2', attacks: '0' })['attacks']).toBe(0);
    writeFileSync(join(folder, 'precious.txt'), '');
    expect(() => run({ out: folder })).toThrow(/not a simulation/);
  });

  it.each([
    ['days', '0'],
    ['events', 'many'],
    ['noise', '-1'],
    ['start', '2026-02-31'],
    ['seed', '1.5'],
  ])('refuses --%s %s', (flag, value) => {
    expect(() => run({ out, [flag]: value })).toThrow(`--${flag} ${value}: expected`);
  });
});
