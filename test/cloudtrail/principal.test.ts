import { describe, expect, it } from 'vitest';
import { principalOf, rolePattern } from '../../shared/cloudtrail/principal.ts';

const ACCOUNT = '111111111111';

function session(role: string, name: string, context: object = {}) {
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, userName: role }, ...context },
  };
}

describe('a principal, with the session stripped', () => {
  it.each([
    [
      'an Identity Center session is the person',
      session('AWSReservedSSO_PowerUser_0123456789abcdef', 'alice@example.com'),
      'human',
      `${ACCOUNT}/sso/PowerUser/alice@example.com`,
    ],
    ['a role session is the role', session('orders-api', 'i-0123456789abcdef0'), 'role', `${ACCOUNT}/role/orders-api`],
    [
      'a person in a role, by source identity',
      session('admin', 'x', { sourceIdentity: 'bob' }),
      'human',
      `${ACCOUNT}/role/admin/bob`,
    ],
    [
      'a pipeline, by its issuer',
      session('deploy', 'run-7', {
        webIdFederationData: {
          federatedProvider: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
        },
      }),
      'ci',
      `${ACCOUNT}/role/deploy`,
    ],
    ['a service-linked role', session('AWSServiceRoleForRDS', 'x'), 'service', `${ACCOUNT}/role/AWSServiceRoleForRDS`],
    ['an IAM user', { type: 'IAMUser', userName: 'carol', accountId: ACCOUNT }, 'user', `${ACCOUNT}/user/carol`],
    ['root', { type: 'Root', accountId: ACCOUNT }, 'root', `${ACCOUNT}/root`],
    ['a service', { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' }, 'service', 'aws/ecs.amazonaws.com'],
    ['another account', { type: 'AWSAccount', accountId: '999999999999' }, 'external', 'ext/999999999999'],
    ['anonymous', { type: 'AWSAccount', principalId: 'ANONYMOUS_PRINCIPAL' }, 'external', 'ext/anonymous'],
    ['nothing at all', null, 'unknown', `${ACCOUNT}/unknown/unknown`],
  ])('%s', (_title, identity, kind, key) => {
    expect(principalOf(identity, ACCOUNT)).toMatchObject({ class: kind, key });
  });

  it.each([
    ['app-Role-1A2B3C4D5E6F', 'app-Role-*'],
    ['app-Role-AbCdEfGhIjKl', 'app-Role-*'],
    ['app-production', 'app-production'],
    ['my-deployments', 'my-deployments'],
    ['plain', 'plain'],
  ])('the role %s keeps its history as %s', (role, pattern) => expect(rolePattern(role)).toBe(pattern));
});
