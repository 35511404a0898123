import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectionsPage } from './detections-page.ts';

describe('docs/detections.md', () => {
  it('is what `npm run docs` makes of the catalogue now', () => {
    const written = readFileSync(fileURLToPath(new URL('../../docs/detections.md', import.meta.url)), 'utf8');
    expect(written).toBe(detectionsPage());
  });
});
