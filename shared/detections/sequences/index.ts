import type { Sequence } from '../define.ts';
import seqAdminUserPersistence from './seq-admin-user-persistence.ts';
import seqApiOpenedAndLive from './seq-api-opened-and-live.ts';
import seqApiShieldStrip from './seq-api-shield-strip.ts';
import seqBackdoorRole from './seq-backdoor-role.ts';
import seqBlindThenAct from './seq-blind-then-act.ts';
import seqBruteforceSuccess from './seq-bruteforce-success.ts';

/** One line a sequence. */
export const sequences: readonly Sequence[] = [
  seqAdminUserPersistence,
  seqApiOpenedAndLive,
  seqApiShieldStrip,
  seqBackdoorRole,
  seqBlindThenAct,
  seqBruteforceSuccess,
];
