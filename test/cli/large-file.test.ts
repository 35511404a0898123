import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { opened, ordinary } from './records.ts';
import { sandboxed } from './sandbox.ts';

const box = sandboxed();
const MIB = 2 ** 20;
const SIZE = 300 * MIB;
/** Loaded into the child before the command: tells the most memory that it ever held, in KiB. */
const TELL_PEAK = `data:text/javascript,process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`;

/** Writes a log of at least SIZE bytes piece by piece; gives the number of its records. */
function writeLarge(path: string): number {
  const records = Array.from({ length: 400 }, (_, index) =>
    JSON.stringify({ ...ordinary('ID'), note: 'n'.repeat(1500 + index) }),
  );
  const file = openSync(path, 'w');
  writeSync(file, '{"Records":[');
  let written = 0;
  let size = 0;
  while (size < SIZE) {
    const piece = records.map((record, index) => record.replace('"ID"', `"e-${written + index}"`)).join(',');
    size += writeSync(file, `${piece},`);
    written += records.length;
  }
  writeSync(file, `${JSON.stringify(opened('e-last'))}]}`);
  closeSync(file);
  return written + 1;
}

describe('one file of 300 MB', () => {
  it('is read to its last record, in a memory that does not grow with it', async ({ annotate }) => {
    const path = box.path('111111111111_CloudTrail_eu-central-1_20261102T1005Z_large.json');
    const written = writeLarge(path);
    const started = performance.now();
    const { code, tally, findings, stderr } = await box.replay([path], { node: ['--import', TELL_PEAK] });
    const peak = Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    rmSync(path);
    await annotate(`${written} records of ${SIZE / MIB} MiB in ${seconds} s, ${peak} MiB at most`);
    expect(code).toBe(0);
    expect(tally.records).toMatchObject({ in: written, events: written, rejected: 0 });
    expect(tally.objects.failures).toEqual([]);
    expect(findings.flatMap(({ eventIds }) => eventIds)).toContain('e-last');
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThan(SIZE / MIB);
  });
});
