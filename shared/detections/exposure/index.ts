import type { Detection } from '../define.ts';

/** One line a detection. */
export const exposure: readonly Detection[] = [];
