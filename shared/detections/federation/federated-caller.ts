import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { cut, filled } from '../../cloudtrail/field.ts';

/** Providers for an application's own users: there are as many subjects as users, so the provider is what counts. */
const OF_USERS =
  /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$|cognito-idp\./;

/** Where a CI's subject stops to name the workload and begins to name the run: branch, environment, phase, step. */
const RUN = /:(ref|ref_type|environment|pull_request|run_phase|merge_group)(:|$)/;

/**
 * Who comes in through AssumeRoleWithWebIdentity or AssumeRoleWithSAML, without what differs from run to run or from person
 * to person: `repo:example/shop of token.actions.githubusercontent.com`, `okta`. Undefined for other calls.
 */
export function federatedCaller(event: TrailEvent): string | undefined {
  if (event.name === 'AssumeRoleWithSAML') {
    const provider = filled(event.params, 'principalArn') ?? filled(event.params, 'principalARN');
    return provider === undefined ? undefined : nameOf(provider);
  }
  if (event.name !== 'AssumeRoleWithWebIdentity') return undefined;
  const provider = filled(event.response, 'provider') ?? filled(event.raw.userIdentity, 'identityProvider');
  if (provider === undefined) return undefined;
  const issuer = provider.slice(
    provider.indexOf('oidc-provider/') === -1 ? 0 : provider.indexOf('oidc-provider/') + 14,
  );
  const subject = filled(event.response, 'subjectFromWebIdentityToken') ?? filled(event.raw.userIdentity, 'userName');
  if (subject === undefined || OF_USERS.test(issuer)) return issuer;
  return `${workloadOf(subject)} of ${issuer}`;
}

/** Bitbucket writes `{repository}:{step}`, CircleCI `org/…/project/…/user/…`: the last part is new with every run. */
function workloadOf(subject: string): string {
  const short = cut(subject, 200);
  const run = short.search(RUN);
  if (run > 0) return short.slice(0, run);
  if (short.startsWith('{')) return short.slice(0, short.indexOf('}') + 1 || undefined);
  const user = short.indexOf('/user/');
  return user > 0 ? short.slice(0, user) : short;
}
