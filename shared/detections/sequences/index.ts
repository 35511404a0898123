import type { Sequence } from '../define.ts';
import seqBruteforceSuccess from './seq-bruteforce-success.ts';

/** One line a sequence. */
export const sequences: readonly Sequence[] = [seqBruteforceSuccess];
