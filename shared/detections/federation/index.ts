import type { Detection } from '../define.ts';
import fedOidcProviderChanged from './fed-oidc-provider-changed.ts';
import fedRolesanywhereOpened from './fed-rolesanywhere-opened.ts';
import fedSamlProviderChanged from './fed-saml-provider-changed.ts';
import fedWebidentityNewSubject from './fed-webidentity-new-subject.ts';
import iamTrustOidcLoose from './iam-trust-oidc-loose.ts';

/** One line a detection. */
export const federation: readonly Detection[] = [
  fedOidcProviderChanged,
  fedRolesanywhereOpened,
  fedSamlProviderChanged,
  fedWebidentityNewSubject,
  iamTrustOidcLoose,
];
