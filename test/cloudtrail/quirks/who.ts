import { expect, it } from 'vitest';
import { principalOf } from '../../../shared/cloudtrail/principal.ts';
import { parseTime } from '../../../shared/cloudtrail/time.ts';
import { ACCOUNT, FOREIGN, iamUser, patch, person, ROOT, role } from '../../../shared/detections/example.ts';
import { processed, stopped, told } from '../processed.ts';

/** Quirks of userIdentity, and of where a call came from. */
export function whoActed(): void {
  it.each([
    ['Root', ROOT, 'root', 'root'],
    ['IAMUser', iamUser('bob'), 'bob', 'user'],
    ['AssumedRole', role('deploy'), 'deploy', 'role'],
    ['Role', { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/deploy`, accountId: ACCOUNT }, 'deploy', 'role'],
    ['FederatedUser', { type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/kim` }, 'kim', 'user'],
    ['Directory', { type: 'Directory', userName: 'corp-ad' }, 'corp-ad', 'human'],
    ['AWSAccount', { type: 'AWSAccount', accountId: FOREIGN, principalId: 'AIDAX' }, `account ${FOREIGN}`, 'external'],
    [
      'anonymous AWSAccount',
      { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
      'anonymous',
      'external',
    ],
    [
      'AWSService',
      { type: 'AWSService', invokedBy: 'apigateway.amazonaws.com' },
      'apigateway.amazonaws.com',
      'service',
    ],
    ['Unknown', { type: 'Unknown' }, 'unknown', 'unknown'],
    ['SAMLUser', { type: 'SAMLUser', userName: 'kim', identityProvider: 'corp' }, 'kim', 'human'],
    [
      'WebIdentityUser',
      { type: 'WebIdentityUser', userName: 'sub-1', identityProvider: 'accounts.example.com' },
      'sub-1',
      'human',
    ],
    [
      'IdentityCenterUser',
      { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: 'u-1' } },
      'u-1',
      'human',
    ],
  ])('quirk 1: userIdentity.type %s', (_type, identity, name, kind) => {
    expect(principalOf(identity, ACCOUNT)).toMatchObject({ name, class: kind });
    expect(principalOf(identity, ACCOUNT).key).not.toContain('undefined');
  });

  it('quirk 2: a missing type is a service, or nobody known, and never an error', () => {
    const service = told({ by: { accountId: ACCOUNT, invokedBy: 'cloudtrail.amazonaws.com' } });
    expect(service.principal).toMatchObject({ class: 'service', name: 'cloudtrail.amazonaws.com' });
    expect(told({ by: { accountId: ACCOUNT } }).principal).toMatchObject({ class: 'unknown', account: ACCOUNT });
    for (const userIdentity of [null, undefined, 'x', 7, [], { type: 5 }])
      expect(told({ also: { userIdentity } }).principal.class).toBe('unknown');
  });

  it('quirk 3: empty sessionIssuer, webIdFederationData and inScopeOf of an IAM user in the console', () => {
    const sessionContext = { sessionIssuer: {}, webIdFederationData: {}, attributes: { mfaAuthenticated: 'true' } };
    const event = told({ by: { ...iamUser('bob'), sessionContext, inScopeOf: {}, invokedBy: 'AWS Internal' } });
    expect(event.principal).toMatchObject({ key: `${ACCOUNT}/user/bob`, class: 'user' });
    expect(event.mfa).toBe(true);
  });

  it('quirk 4: mfaAuthenticated as text or boolean; absent, and false of Identity Center, are not no', () => {
    const by = (mfaAuthenticated?: unknown) =>
      told({ by: { ...iamUser(), sessionContext: { attributes: { mfaAuthenticated } } } }).mfa;
    expect([by('true'), by('false'), by(true), by(false), by()]).toEqual([true, false, true, false, undefined]);
    expect(told({ by: person() }).mfa).toBeUndefined();
    expect(told({ by: role() }).mfa).toBe(false);
  });

  it('quirk 5: ISO and basic times; within a second no order is known', async () => {
    expect(parseTime('20131102T010628Z')).toBe(parseTime('2013-11-02T01:06:28Z'));
    const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
    const log = (value: string, minute: number) =>
      patch('UpdateStage', stage, [['replace', '/accessLogSettings/destinationArn', value]], {
        minute,
        also: { eventID: `${value}@${minute}` },
      });
    const reasons = async (minute: number) => {
      const { findings } = await processed([
        log('arn:aws:logs:eu-central-1:111111111111:log-group:a', minute),
        log('', 0),
      ]);
      return findings.filter(({ rule }) => rule === 'apigw-access-log-disabled').flatMap((finding) => finding.reasons);
    };
    expect(await reasons(0)).toEqual([{ text: 'where the log went before is not known' }]);
    expect(await reasons(-1)).toEqual([{ text: 'the log went to arn:aws:logs:eu-central-1:111111111111:log-group:a' }]);
  });

  it('quirk 6: sourceIdentity of the session, or in the STS request; ec2RoleDelivery as text', () => {
    const by = role('deploy', 'run-7');
    const sessionContext = { ...(by.sessionContext as object), sourceIdentity: 'kim', ec2RoleDelivery: '2.0' };
    expect(told({ by: { ...by, sessionContext } }).principal).toMatchObject({ name: 'kim', class: 'human' });
    const assumed = told(
      { by, params: { roleArn: 'r', sourceIdentity: 'kim' }, response: { sourceIdentity: 'kim' } },
      'sts',
      'AssumeRole',
    );
    expect([assumed.params, assumed.response]).toMatchObject([{ sourceIdentity: 'kim' }, { sourceIdentity: 'kim' }]);
    expect(assumed.principal.key).toBe(`${ACCOUNT}/role/deploy`);
  });

  it('quirk 7: an Identity Center person keeps one key with and without a name', () => {
    const onBehalfOf = { userId: 'u-1', identityStoreArn: `arn:aws:identitystore::${ACCOUNT}:identitystore/d-1` };
    const identity = { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf, credentialId: 'c-1' };
    const named = principalOf({ ...identity, userName: 'kim@example.com' }, ACCOUNT);
    expect(named.name).toBe('kim@example.com');
    expect(principalOf({ ...identity, credentialId: 'c-2' }, ACCOUNT)).toMatchObject({ key: named.key, name: 'u-1' });
  });

  it('quirk 8: where from: a service, AWS Internal, IPv6; user agents missing or too long', () => {
    for (const ip of ['lambda.amazonaws.com', 'AWS Internal', '2001:db8::1']) expect(told({ ip }).ip).toBe(ip);
    expect(told({ also: { sourceIPAddress: null, userAgent: undefined } })).toMatchObject({
      ip: 'unknown',
      userAgent: 'unknown',
    });
    expect(told({ agent: 'x'.repeat(5000) }).userAgent.length).toBeLessThan(1100);
  });

  it('quirk 29: sessions of a role or person come and go, the key stays', () => {
    const keyOf = (by: Record<string, unknown>) => principalOf(by, ACCOUNT).key;
    expect(keyOf(role('deploy', 'run-1'))).toBe(keyOf(role('deploy', 'run-2')));
    expect(keyOf(role('app-Role-1A2B3C4D5E6F'))).toBe(keyOf(role('app-Role-6F5E4D3C2B1A')));
    expect(keyOf(person('kim@example.com', 'Admin'))).toBe(`${ACCOUNT}/sso/Admin/kim@example.com`);
    expect(keyOf(person('kim@example.com', 'Admin'))).not.toBe(keyOf(person('alice@example.com', 'Admin')));
  });

  it('quirk 30: the console is marked by a text, its user agent is a browser', () => {
    const agent = 'Mozilla/5.0 (X11; Linux x86_64)';
    expect(told({ agent, also: { sessionCredentialFromConsole: 'true', tlsDetails: undefined } }).viaConsole).toBe(
      true,
    );
    expect(told({ agent }).viaConsole).toBe(false);
    expect(told({ by: { ...iamUser(), invokedBy: 'signin.amazonaws.com' } }).viaConsole).toBe(true);
  });

  it('quirk 31: CloudFormation acts as its caller; a user agent changes nothing about who or how grave', async () => {
    const name = 'cloudformation.amazonaws.com';
    const event = told({ by: { ...person(), invokedBy: name }, ip: name, agent: name });
    expect(event).toMatchObject({ invokedBy: name, ip: name, userAgent: name });
    expect(event.principal).toEqual(told().principal);
    const agent = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3';
    const { findings } = await processed([stopped('event-1', { userAgent: agent })]);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['ct-stopped-deleted', 'critical']);
  });
}
