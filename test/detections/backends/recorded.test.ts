import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import { DEFAULT_CONFIG } from '../../../shared/config.ts';
import { builtInCatalogue } from '../../../shared/detections/index.ts';
import { processObject } from '../../../shared/pipeline/process-object.ts';
import { Tally } from '../../../shared/pipeline/tally.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** What the catalogue says of Lambda in recorded attacks, as `severity detection operation`. */
async function lambdaFindings(files: readonly string[]): Promise<string[]> {
  const tally = new Tally();
  const deps = {
    source: { read: ({ key }: { key: string }) => readFileSync(key) },
    state: new MemoryStateStore(),
    catalogue: builtInCatalogue(),
    config: DEFAULT_CONFIG,
    scope: {},
    tally,
    now: Number.POSITIVE_INFINITY,
  };
  const found: string[] = [];
  for (const file of files)
    for (const { severity, rule, event } of (await processObject(deps, { key: `${FOLDER}${file}` })).findings)
      if (event.service === 'lambda' && severity !== 'low') found.push(`${severity} ${rule} ${event.name}`);
  expect(tally.detectionErrors).toEqual([]);
  return found;
}

describe.skipIf(!existsSync(FOLDER))('recorded attacks on Lambda', () => {
  it.each([
    ['aws.persistence.lambda-backdoor-function', 'critical lambda-permission-public AddPermission'],
    ['aws.persistence.lambda-layer-extension', 'medium lambda-layer-attached UpdateFunctionConfiguration'],
    ['aws.persistence.lambda-overwrite-code', 'medium lambda-code-changed-by-hand UpdateFunctionCode'],
  ])('%s', async (name, expected) => {
    expect(await lambdaFindings([`stratus/${name}.json`])).toContain(expected);
  });

  it('an hour of attacks among Terraform’s ordinary work', async () => {
    const files = readdirSync(`${FOLDER}invictus`).filter((name) => name.endsWith('.json'));
    const found = await lambdaFindings(files.map((name) => `invictus/${name}`));
    const own = found.filter((line) => / lambda-/.test(line)).sort();
    expect(own).toEqual([
      'critical lambda-permission-public AddPermission',
      'medium lambda-code-changed-by-hand UpdateFunctionCode',
      'medium lambda-code-changed-by-hand UpdateFunctionCode',
    ]);
  });
});
