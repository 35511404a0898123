import type { Detection } from '../define.ts';
import deniedBurst from './apigw-denied-burst.ts';
import credDeniedBurst from './cred-denied-burst.ts';
import iamAdminPolicyAttached from './iam-admin-policy-attached.ts';
import iamApigwAdminGranted from './iam-apigw-admin-granted.ts';
import iamBoundaryRemoved from './iam-boundary-removed.ts';
import iamGroupPrivilegeGain from './iam-group-privilege-gain.ts';
import iamInlineWildcard from './iam-inline-wildcard.ts';
import iamLoginProfileAdded from './iam-login-profile-added.ts';
import iamMfaAddedForOther from './iam-mfa-added-for-other.ts';
import iamMfaRemoved from './iam-mfa-removed.ts';
import iamPolicyVersionEscalation from './iam-policy-version-escalation.ts';
import iamUserCreated from './iam-user-created.ts';
import orgGuardrailRemoved from './org-guardrail-removed.ts';
import rootActivity from './root-activity.ts';
import rootCredentialChange from './root-credential-change.ts';
import signinBruteforce from './signin-bruteforce.ts';
import signinMfaFailures from './signin-mfa-failures.ts';
import signinNewPlace from './signin-new-place.ts';
import signinNoMfa from './signin-no-mfa.ts';
import signinPasswordSpray from './signin-password-spray.ts';
import signinUserNewNetwork from './signin-user-new-network.ts';

/** One line a detection. */
export const users: readonly Detection[] = [
  deniedBurst,
  credDeniedBurst,
  iamAdminPolicyAttached,
  iamApigwAdminGranted,
  iamBoundaryRemoved,
  iamGroupPrivilegeGain,
  iamInlineWildcard,
  iamLoginProfileAdded,
  iamMfaAddedForOther,
  iamMfaRemoved,
  iamPolicyVersionEscalation,
  iamUserCreated,
  orgGuardrailRemoved,
  rootActivity,
  rootCredentialChange,
  signinBruteforce,
  signinMfaFailures,
  signinNewPlace,
  signinNoMfa,
  signinPasswordSpray,
  signinUserNewNetwork,
];
