import type { Sequence } from '../define.ts';

/** One line a sequence. */
export const sequences: readonly Sequence[] = [];
