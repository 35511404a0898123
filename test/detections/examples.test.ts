import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { builtInCatalogue, detections, sequences } from '../../shared/detections/index.ts';
import { tryExamples } from '../../shared/pipeline/try-examples.ts';

const catalogue = builtInCatalogue();

describe.each([...detections, ...sequences].map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  it('fires on its examples and stays quiet on its look-alikes', async () => {
    const tried = await tryExamples([rule], catalogue, () => new MemoryStateStore());
    expect(tried.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(tried.length).toBeGreaterThanOrEqual(2);
  });
});
