import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { rank } from '../../shared/detections/severity.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { Tally } from '../../shared/pipeline/tally.ts';

/** Recorded attack techniques, one a file; outside of the project, so that a user's checkout does without. */
const folder = fileURLToPath(new URL('../../../shared/data/stratus/', import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

describe.skipIf(files.length === 0)('recorded attacks', () => {
  it('are all there', () => {
    expect(files).toHaveLength(35);
  });

  it.each(files)('%s is seen by what it does, whatever the user agent says', async (name) => {
    const tally = new Tally();
    const { findings: found } = await processObject(
      {
        source: { read: () => readFileSync(`${folder}${name}`) },
        state: new MemoryStateStore(),
        catalogue: builtInCatalogue(),
        config: DEFAULT_CONFIG,
        scope: {},
        tally,
        now: Number.POSITIVE_INFINITY,
      },
      { key: name },
    );
    expect(tally.detectionErrors).toEqual([]);
    expect(tally.imbalance).toBe('');
    const told = found.filter(({ rule, severity }) => rule !== 'cred-attack-tool' && rank(severity) >= rank('medium'));
    expect(told.map(({ rule }) => rule)).not.toEqual([]);
  });
});
