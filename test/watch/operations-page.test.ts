import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detections, sequences } from '../../shared/detections/index.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const PAGE = read('docs/operations.md');
const TEMPLATE = ['infra', 'infra/access-logs', 'infra/slack', 'infra/logs'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => read(`${folder}/${name}`)),
);
/** Rows of the table below a heading, the first cell. */
function firstCells(heading: string): string[] {
  const section = PAGE.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| (`.*?)\|/gm)].map(([, cell = '']) => cell);
}

describe('docs/operations.md', () => {
  it('says what each alarm means, and of none that there is not', () => {
    const alarms = TEMPLATE.flatMap((text) =>
      [...text.matchAll(/^ +(\w+):\n +Type: AWS::CloudWatch::Alarm/gm)].map(([, name]) => name ?? ''),
    );
    const told = firstCells('Alarms').flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ''));
    expect(told.sort()).toEqual([...new Set(alarms)].sort());
  });

  it('names only detections that there are', () => {
    const known = new Set([...detections, ...sequences].map(({ id }) => id));
    const named = [...PAGE.matchAll(/`((?:ct|ddb|kms|lambda|self|drift|sns|s3|seq)-[a-z0-9-]+)`/g)].map(
      ([, id]) => id ?? '',
    );
    expect(new Set(named).size).toBeGreaterThan(10);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('says what each check of the watch tells', () => {
    const sources = readdirSync(new URL('shared/watch', ROOT)).map((name) => read(`shared/watch/${name}`));
    const checks = sources.flatMap((text) =>
      [...text.matchAll(/(?:\bcheck: |const CHECK = )'([a-z-]+)'/g)].map(([, check]) => check ?? ''),
    );
    const told = firstCells('What the watch tells').map((cell) => cell.replaceAll(/[` ]/g, ''));
    expect(told.filter((key) => key !== 'unchecked').sort()).toEqual([...new Set(checks)].sort());
  });

  it('names only metrics and outputs that there are', () => {
    const functions = ['ingest', 'calibrate', 'watch', 'notify', 'lambda'].flatMap((folder) =>
      readdirSync(new URL(`functions/${folder}`, ROOT)).map((name) => read(`functions/${folder}/${name}`)),
    );
    const code = functions.join('\n');
    const section = PAGE.split('\n## ').find((part) => part.startsWith('Metrics')) ?? '';
    const metrics = [...section.matchAll(/`([A-Z][a-z]+[A-Za-z]*)`/g)].map(([, name]) => name ?? '');
    expect(metrics.filter((name) => !code.includes(name))).toEqual([]);
    for (const output of ['BackfillCommand', 'IngestDeadLettersUrl', 'Remove', 'TableName'])
      expect(TEMPLATE.some((text) => text.includes(`  ${output}:`))).toBe(true);
  });
});
