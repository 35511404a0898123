import type { Detection } from '../define.ts';
import cognitoGuestCreds from './cognito-guest-creds.ts';
import cognitoGuestCredsBurst from './cognito-guest-creds-burst.ts';
import cognitoGuestEnabled from './cognito-guest-enabled.ts';
import cognitoIdpAdded from './cognito-idp-added.ts';
import cognitoPoolRolesChanged from './cognito-pool-roles-changed.ts';
import fedIdcAdminAssignment from './fed-idc-admin-assignment.ts';
import fedIdcDeviceCodePhish from './fed-idc-device-code-phish.ts';
import fedIdcSourceChanged from './fed-idc-source-changed.ts';
import fedOidcProviderChanged from './fed-oidc-provider-changed.ts';
import fedRolesanywhereOpened from './fed-rolesanywhere-opened.ts';
import fedSamlProviderChanged from './fed-saml-provider-changed.ts';
import fedWebidentityNewSubject from './fed-webidentity-new-subject.ts';
import iamDelegateFirstSeen from './iam-delegate-first-seen.ts';
import iamDelegationAccepted from './iam-delegation-accepted.ts';
import iamTrustOidcLoose from './iam-trust-oidc-loose.ts';
import signinOauthLoginNew from './signin-oauth-login-new.ts';
import stsOutboundJwtEnabled from './sts-outbound-jwt-enabled.ts';

/** One line a detection. */
export const federation: readonly Detection[] = [
  cognitoGuestCreds,
  cognitoGuestCredsBurst,
  cognitoGuestEnabled,
  cognitoIdpAdded,
  cognitoPoolRolesChanged,
  fedIdcAdminAssignment,
  fedIdcDeviceCodePhish,
  fedIdcSourceChanged,
  fedOidcProviderChanged,
  fedRolesanywhereOpened,
  fedSamlProviderChanged,
  fedWebidentityNewSubject,
  iamDelegateFirstSeen,
  iamDelegationAccepted,
  iamTrustOidcLoose,
  signinOauthLoginNew,
  stsOutboundJwtEnabled,
];
