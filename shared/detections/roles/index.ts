import type { Detection } from '../define.ts';
import apigwAssumedNewRole from './apigw-assumed-new-role.ts';
import iamTrustForeignAccount from './iam-trust-foreign-account.ts';
import iamTrustPublic from './iam-trust-public.ts';
import stsAssumeDeniedBurst from './sts-assume-denied-burst.ts';
import stsCrossAccountFirstSeen from './sts-cross-account-first-seen.ts';

/** One line a detection. */
export const roles: readonly Detection[] = [
  apigwAssumedNewRole,
  iamTrustForeignAccount,
  iamTrustPublic,
  stsAssumeDeniedBurst,
  stsCrossAccountFirstSeen,
];
