import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { detectionsPage } from './detections-page.ts';

/** `npm run docs`: writes the pages that are made from code. */
writeFileSync(fileURLToPath(new URL('../../docs/detections.md', import.meta.url)), detectionsPage());
