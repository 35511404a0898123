import type { Sequence } from '../define.ts';
import seqAdminUserPersistence from './seq-admin-user-persistence.ts';
import seqApiBackdoorBuild from './seq-api-backdoor-build.ts';
import seqApiCanaryHijack from './seq-api-canary-hijack.ts';
import seqApiOpenedAndLive from './seq-api-opened-and-live.ts';
import seqApiOpenedThenBlinded from './seq-api-opened-then-blinded.ts';
import seqApiReconToChange from './seq-api-recon-to-change.ts';
import seqApiShieldStrip from './seq-api-shield-strip.ts';
import seqApiTrafficHijack from './seq-api-traffic-hijack.ts';
import seqAuthorizerNeutered from './seq-authorizer-neutered.ts';
import seqBackdoorRole from './seq-backdoor-role.ts';
import seqBlindThenAct from './seq-blind-then-act.ts';
import seqBruteforceSuccess from './seq-bruteforce-success.ts';
import seqFederationTakeover from './seq-federation-takeover.ts';
import seqKeyTheftAndUse from './seq-key-theft-and-use.ts';
import seqLeakedKeyPlaybook from './seq-leaked-key-playbook.ts';
import seqLoginResetTakeover from './seq-login-reset-takeover.ts';
import seqQuarantineEvasion from './seq-quarantine-evasion.ts';
import seqSecretToExfil from './seq-secret-to-exfil.ts';

/** One line a sequence. */
export const sequences: readonly Sequence[] = [
  seqAdminUserPersistence,
  seqApiBackdoorBuild,
  seqApiCanaryHijack,
  seqApiOpenedAndLive,
  seqApiOpenedThenBlinded,
  seqApiReconToChange,
  seqApiShieldStrip,
  seqApiTrafficHijack,
  seqAuthorizerNeutered,
  seqBackdoorRole,
  seqBlindThenAct,
  seqBruteforceSuccess,
  seqFederationTakeover,
  seqKeyTheftAndUse,
  seqLeakedKeyPlaybook,
  seqLoginResetTakeover,
  seqQuarantineEvasion,
  seqSecretToExfil,
];
