import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { SAMPLE, SAMPLE_CONFIG, sandboxed } from '../cli/sandbox.ts';
import { type Filing, filed } from './filing.ts';

const box = sandboxed('busy');

/** The two files that any order of the input must leave the same, byte by byte. */
async function results(input: string, ...flags: string[]): Promise<{ findings: string; alerts: string }> {
  const { out, code } = await box.replay([input, '--config', SAMPLE_CONFIG, ...flags]);
  expect(code).toBe(0);
  const read = (name: string): string => readFileSync(join(out, name), 'utf8');
  return { findings: read('findings.ndjson'), alerts: read('alerts.ndjson') };
}

function recordsUnder(folder: string): RawRecord[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => statSync(join(folder, name)).isFile())
    .flatMap((name) => {
      const text = gunzipSync(readFileSync(join(folder, name))).toString();
      return (JSON.parse(text) as { Records?: RawRecord[] }).Records ?? [];
    });
}

describe.concurrent('law 3 by the command: the sample', () => {
  let straight: { findings: string; alerts: string };
  let records: RawRecord[];
  beforeAll(async () => {
    straight = await results(SAMPLE);
    records = recordsUnder(SAMPLE);
  });

  it('replayed again, also into a kept store', async () => {
    expect(straight.findings).not.toBe('');
    expect(straight.alerts).not.toBe('');
    expect(await results(SAMPLE)).toEqual(straight);
    expect(await results(SAMPLE, '--store', box.path('kept.sqlite'))).toEqual(straight);
  });

  it.each<[name: string, how: Filing]>([
    ['shuffled into a few large files', { seed: 11, files: 5, again: 0, names: 'none' }],
    ['split, and one in seven told twice', { seed: 12, files: 300, again: 7, names: 'none' }],
    [
      'under names that CloudTrail would give, but of other times',
      { seed: 13, files: 40, again: 0, names: 'misleading' },
    ],
  ])('%s', async (name, how) => {
    const folder = name.replace(/\W+/g, '-');
    filed(records, how).forEach(({ records: some, deliveredAt }, index) => {
      const stamp =
        deliveredAt === undefined ? undefined : new Date(deliveredAt).toISOString().slice(0, 16).replace(/[-:]/g, '');
      const log =
        stamp === undefined ? `part ${index}.json` : `111111111111_CloudTrail_us-east-1_${stamp}Z_${index}.json.gz`;
      box.log(`${folder}/${index % 7}/${log}`, some);
    });
    expect(await results(box.path(folder))).toEqual(straight);
  });
});
