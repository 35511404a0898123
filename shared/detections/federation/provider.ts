import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/**
 * What joins a change of an identity provider to a session that came through it: the account and the provider's name, which is
 * the issuer without scheme for OpenID Connect. Undefined when the record names none.
 */
export function providerKey(event: TrailEvent): string | undefined {
  const saml = filled(event.params, 'principalArn') ?? filled(event.params, 'principalARN');
  const oidc = filled(event.response, 'provider') ?? filled(event.raw.userIdentity, 'identityProvider');
  const name = event.name === 'AssumeRoleWithSAML' ? saml && nameOf(saml) : oidc && issuerOf(oidc);
  return name === undefined ? undefined : `${event.account}/${name}`;
}

/** `token.actions.githubusercontent.com` from a provider's ARN, a URL or the bare issuer. */
export function issuerOf(provider: string): string {
  const at = provider.indexOf('oidc-provider/');
  return (at === -1 ? provider : provider.slice(at + 'oidc-provider/'.length)).replace(/^https:\/\//, '');
}
