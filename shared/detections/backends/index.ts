import type { Detection } from '../define.ts';

/** One line a detection. */
export const backends: readonly Detection[] = [];
