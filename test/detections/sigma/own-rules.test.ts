import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../../../shared/adapters/local/rules.ts';
import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import { Catalogue } from '../../../shared/detections/catalogue.ts';
import { AboutSchema } from '../../../shared/detections/check.ts';
import { tryExamples } from '../../../shared/pipeline/try-examples.ts';

const { detections, sequences, skipped } = await loadRuleFolder(fileURLToPath(new URL('./rules', import.meta.url)));
const told = [...detections.filter(({ silent }) => !silent), ...sequences];
const catalogue = new Catalogue(detections, sequences);

describe('rules of Sigma for every modifier and every kind of correlation', () => {
  it('are all loaded', () => {
    expect(skipped).toEqual([]);
    expect(told.length).toBe(14);
  });

  it.each(told.map((rule) => ({ id: rule.id, rule })))(
    '$id fires on its examples, and on them only',
    async ({ rule }) => {
      expect(AboutSchema.safeParse(rule).error).toBeUndefined();
      const tried = await tryExamples([rule], catalogue, () => new MemoryStateStore());
      expect(tried.filter(({ problem }) => problem !== undefined)).toEqual([]);
      expect(tried.length).toBeGreaterThanOrEqual(2);
    },
  );
});
