import type { Detection } from '../define.ts';
import apigwAssumedNewRole from './apigw-assumed-new-role.ts';
import iamPassroleNewService from './iam-passrole-new-service.ts';
import iamRoleChainNewPath from './iam-role-chain-new-path.ts';
import iamTrustForeignAccount from './iam-trust-foreign-account.ts';
import iamTrustPublic from './iam-trust-public.ts';
import stsAssumeDeniedBurst from './sts-assume-denied-burst.ts';
import stsAssumeRoot from './sts-assume-root.ts';
import stsCrossAccountFirstSeen from './sts-cross-account-first-seen.ts';

/** One line a detection. */
export const roles: readonly Detection[] = [
  apigwAssumedNewRole,
  iamPassroleNewService,
  iamRoleChainNewPath,
  iamTrustForeignAccount,
  iamTrustPublic,
  stsAssumeDeniedBurst,
  stsAssumeRoot,
  stsCrossAccountFirstSeen,
];
