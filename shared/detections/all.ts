import { backends } from './backends/index.ts';
import { compute } from './compute/index.ts';
import { credentials } from './credentials/index.ts';
import type { Detection } from './define.ts';
import { drift } from './drift/index.ts';
import { exposure } from './exposure/index.ts';
import { federation } from './federation/index.ts';
import { logging } from './logging/index.ts';
import { roles } from './roles/index.ts';
import { stores } from './stores/index.ts';
import { throttling } from './throttling/index.ts';
import { tokens } from './tokens/index.ts';
import { users } from './users/index.ts';
import { waf } from './waf/index.ts';

/** Every detection that ships, one folder a topic; what follows a stolen identity has two. */
export const detections: readonly Detection[] = [
  ...users,
  ...roles,
  ...federation,
  ...exposure,
  ...tokens,
  ...credentials,
  ...logging,
  ...throttling,
  ...waf,
  ...backends,
  ...drift,
  ...compute,
  ...stores,
];
