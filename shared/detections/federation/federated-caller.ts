import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { cut, filled } from '../../cloudtrail/field.ts';
import { issuerOf } from './provider.ts';

/** Providers for an application's own users: there are as many subjects as users, so the provider is what counts. */
const OF_USERS =
  /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$|cognito-idp\./;

const MAX_SUBJECT = 200;

/**
 * Where a CI's subject stops to name the workload and begins to name the run: branch, environment, phase; the step after
 * Bitbucket's `{repository}`, the user after CircleCI's `org/…/project/…`.
 */
const RUN = /(?::(?:ref|ref_type|environment|pull_request|run_phase|merge_group)(?::|$)|(?<=^\{[^}]*\}):|\/user\/).*$/s;

/**
 * The identity provider that an AssumeRoleWithSAML or AssumeRoleWithWebIdentity came through: its name, which is the issuer
 * without scheme for OpenID Connect. Undefined when the record names none.
 */
export function providerOf(event: TrailEvent): string | undefined {
  if (event.name === 'AssumeRoleWithSAML') {
    const arn = filled(event.params, 'principalArn');
    return arn === undefined ? undefined : nameOf(arn);
  }
  const provider = filled(event.response, 'provider') ?? filled(event.raw.userIdentity, 'identityProvider');
  return provider === undefined ? undefined : issuerOf(provider);
}

/**
 * Who comes in through AssumeRoleWithWebIdentity or AssumeRoleWithSAML, without what differs from run to run or from person
 * to person: `repo:example/shop of token.actions.githubusercontent.com`, `okta`. Undefined when the record names no provider.
 */
export function federatedCaller(event: TrailEvent): string | undefined {
  const provider = providerOf(event);
  if (event.name === 'AssumeRoleWithSAML' || provider === undefined || OF_USERS.test(provider)) return provider;
  const subject = filled(event.response, 'subjectFromWebIdentityToken') ?? filled(event.raw.userIdentity, 'userName');
  return subject === undefined ? provider : `${cut(subject, MAX_SUBJECT).replace(RUN, '')} of ${provider}`;
}
