import type { Detection } from '../define.ts';
import credDeniedBurst from './cred-denied-burst.ts';
import iamAdminPolicyAttached from './iam-admin-policy-attached.ts';
import iamInlineWildcard from './iam-inline-wildcard.ts';
import iamLoginProfileAdded from './iam-login-profile-added.ts';
import iamMfaRemoved from './iam-mfa-removed.ts';
import iamPolicyVersionEscalation from './iam-policy-version-escalation.ts';
import iamUserCreated from './iam-user-created.ts';
import orgGuardrailRemoved from './org-guardrail-removed.ts';
import rootActivity from './root-activity.ts';
import rootCredentialChange from './root-credential-change.ts';
import signinBruteforce from './signin-bruteforce.ts';
import signinNoMfa from './signin-no-mfa.ts';

/** One line a detection. */
export const users: readonly Detection[] = [
  credDeniedBurst,
  iamAdminPolicyAttached,
  iamInlineWildcard,
  iamLoginProfileAdded,
  iamMfaRemoved,
  iamPolicyVersionEscalation,
  iamUserCreated,
  orgGuardrailRemoved,
  rootActivity,
  rootCredentialChange,
  signinBruteforce,
  signinNoMfa,
];
