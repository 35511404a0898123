import { describe, expect, it } from 'vitest';
import { record } from '../../shared/detections/example.ts';
import { mayWriteSettings } from '../../shared/settings/index.ts';
import { told } from './told.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const POOL = 'eu-central-1_AbCdEfGhI';
const idp = (name: string, params: object, response: unknown = null) =>
  told(record('cognito-idp', name, { params, response }));

describe('a user pool', () => {
  const MFA = `cognito-idp.pool.mfaConfiguration @ ${POOL}`;
  const TRIGGERS = `cognito-idp.pool.lambdaConfig @ ${POOL}`;
  it('is known since it was created, by the id in the answer', () => {
    expect(idp('CreateUserPool', { poolName: 'shop' }, { userPool: { id: POOL } })).toMatchObject({
      [MFA]: 'OFF',
      [TRIGGERS]: '',
    });
  });
  it('loses what an update leaves out, but not MFA', () => {
    const left = idp('UpdateUserPool', { userPoolId: POOL });
    expect(left).toMatchObject({ [TRIGGERS]: '' });
    expect(left).not.toHaveProperty([MFA]);
    expect(idp('SetUserPoolMfaConfig', { userPoolId: POOL })).toMatchObject({ [MFA]: 'OFF' });
  });
  it('tells triggers of both kinds by their function', () => {
    const lambdaConfig = {
      preSignUp: 'arn:a',
      preTokenGenerationConfig: { lambdaVersion: 'V2_0', lambdaArn: 'arn:b' },
    };
    expect(idp('UpdateUserPool', { userPoolId: POOL, lambdaConfig })).toMatchObject({
      [TRIGGERS]: 'preSignUp=arn:a, preTokenGenerationConfig=arn:b',
    });
  });
  it('says nothing of what CloudTrail hides or leaves out as too large', () => {
    const hidden = idp('UpdateUserPool', { userPoolId: POOL, lambdaConfig: HIDDEN, userPoolAddOns: HIDDEN });
    expect(Object.keys(hidden).filter((key) => /lambdaConfig|userPoolAddOns/.test(key))).toEqual([]);
    expect(Object.keys(idp('UpdateUserPool', { userPoolId: POOL, omitted: true })).join()).not.toContain('cognito');
  });
});

describe('an app client', () => {
  const of = (member: string) => `cognito-idp.client.${member} @ c1`;
  it('has lives in seconds, whatever the unit, and the defaults when nothing is said', () => {
    const params = {
      clientId: 'c1',
      accessTokenValidity: 15,
      refreshTokenValidity: 7,
      tokenValidityUnits: { accessToken: 'minutes' },
    };
    expect(idp('UpdateUserPoolClient', params)).toMatchObject({
      [of('accessTokenValidity')]: '900',
      [of('refreshTokenValidity')]: String(7 * 86_400),
      [of('idTokenValidity')]: '3600',
    });
  });
  it('is what the answer holds, where the request is silent', () => {
    const userPoolClient = { clientId: 'c1', callbackURLs: ['https://app.example.com'], enableTokenRevocation: true };
    expect(idp('CreateUserPoolClient', { clientName: 'web' }, { userPoolClient })).toMatchObject({
      [of('callbackURLs')]: 'https://app.example.com',
      [of('enableTokenRevocation')]: 'true',
    });
  });
});

describe('an identity provider of a pool', () => {
  it('is remembered without its secrets', () => {
    const providerDetails = {
      oidc_issuer: 'https://idp.example.com',
      client_id: 'c',
      client_secret: 's3cret',
      private_key: 'k3y',
    };
    const text = JSON.stringify(
      idp('CreateIdentityProvider', { userPoolId: POOL, providerName: 'x', providerDetails }),
    );
    expect(text).toContain('oidc_issuer=https://idp.example.com');
    expect(text).not.toMatch(/s3cret|k3y/);
  });
});

describe('an identity pool', () => {
  it('has no guests and no classic flow unless somebody says so', () => {
    const of = (name: string) => `cognito-identity.pool.${name} @ p1`;
    const made = record('cognito-identity', 'CreateIdentityPool', {
      params: { identityPoolName: 'shop', allowUnauthenticatedIdentities: true },
      response: { identityPoolId: 'p1' },
    });
    expect(told(made)).toMatchObject({
      [of('allowUnauthenticatedIdentities')]: 'true',
      [of('allowClassicFlow')]: 'false',
    });
  });
});

it('sign-ins, of which there are many, cost nothing', () => {
  const names = ['InitiateAuth', 'RespondToAuthChallenge', 'SignUp', 'Token_POST', 'AdminSetUserPassword'];
  expect(names.filter((name) => mayWriteSettings('cognito-idp', name))).toEqual([]);
  expect(mayWriteSettings('cognito-identity', 'GetId')).toBe(false);
});
