import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { recommended, recordOf, requestOf } from './lines.ts';

const event = (line: string) => new TrailEvent(recordOf(line), 'id', 0, 0);

describe('the name of the event', () => {
  it.each(['THROTTLED', 'UNAUTHORIZED', 'WAF_FILTERED', 'MISSING_AUTHENTICATION_TOKEN'])(
    'is %s as the gateway says',
    (type) => {
      const record = recordOf(recommended({ 'error.responseType': type, status: '403', 'error.message': 'Forbidden' }));
      expect(record).toMatchObject({ eventName: type, errorCode: type, errorMessage: 'Forbidden' });
    },
  );
  it('is Request when the backend answered, with the error of its status', () => {
    expect(recordOf(recommended({ status: '404' }))).toMatchObject({ eventName: 'Request', errorCode: 'HTTP 404' });
    expect(recordOf(recommended({ status: '302' }))).toMatchObject({ eventName: 'Request', errorCode: undefined });
  });
  it('is never what a log makes up', () => {
    for (const type of ['a b', 'x'.repeat(300), '__proto__', 'constructor', 'Request'])
      expect(recordOf(recommended({ 'error.responseType': type })).eventName).toBe('Request');
  });
  it('fails where the gateway answered in place of the backend, whatever status a gateway response gives it', () => {
    expect(event(recommended({ 'error.responseType': 'ACCESS_DENIED', status: '200' })).outcome).toBe('failed');
  });
});

describe('who called', () => {
  const session = 'arn:aws:sts::222222222222:assumed-role/shop/run-1';
  it.each([
    ['a role, as in CloudTrail', { 'identity.userArn': session }, '222222222222/role/shop', 'iam'],
    [
      'a person of Identity Center, as in CloudTrail',
      {
        'identity.userArn':
          'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/alice@example.com',
      },
      '111111111111/sso/Dev/alice@example.com',
      'iam',
    ],
    ['an IAM user', { 'identity.userArn': 'arn:aws:iam::111111111111:user/ci' }, '111111111111/user/ci', 'iam'],
    ['root', { 'identity.userArn': 'arn:aws:iam::111111111111:root' }, '111111111111/root', 'iam'],
    ['an IAM caller by id alone', { 'identity.caller': 'AIDAEXAMPLE' }, '111111111111/iamcaller/AIDAEXAMPLE', 'iam'],
    [
      'a Cognito identity, not the role that all of them share',
      { 'identity.userArn': session, 'identity.cognitoIdentityId': 'eu-central-1:17' },
      '111111111111/cognitoidentity/eu-central-1:17',
      'iam',
    ],
    [
      'a user of the authorizer',
      { 'authorizer.principalId': 'user-17' },
      '111111111111/authorizeduser/user-17',
      'authorizer',
    ],
    ['the subject of a token', { 'authorizer.claims.sub': 'sub-1' }, '111111111111/authorizeduser/sub-1', 'authorizer'],
    ['an API key', { 'identity.apiKeyId': 'k1' }, '111111111111/apikey/API key k1', 'key'],
    [
      'a client certificate that was taken',
      { 'identity.clientCert.subjectDN': 'CN=shop' },
      '111111111111/clientcertificate/CN=shop',
      'certificate',
    ],
    [
      'an address, where a certificate was refused',
      { 'identity.clientCert.subjectDN': 'CN=x', status: '403', 'error.responseType': 'ACCESS_DENIED' },
      '111111111111/address/203.0.113.7',
      'none',
    ],
    ['an address', {}, '111111111111/address/203.0.113.7', 'none'],
  ])('%s', (_, context, key, kind) => {
    const line = recommended(context);
    expect(event(line).principal.key).toBe(key);
    expect(requestOf(line)['caller']).toBe(kind);
  });

  it('came with an API key, whoever it is', () => {
    expect(event(recommended({ 'identity.apiKeyId': 'k1', 'authorizer.principalId': 'user-17' }))).toMatchObject({
      accessKeyId: 'k1',
      principal: { name: 'user-17', class: 'external' },
    });
  });
  it('is nobody without an address', () => {
    expect(event(recommended({ 'identity.sourceIp': '-' })).principal.class).toBe('unknown');
  });
});

describe('whose log it is', () => {
  it('is the API’s owner, not the caller’s account', () => {
    const foreign = { 'identity.userArn': 'arn:aws:iam::222222222222:user/ci', 'identity.accountId': '222222222222' };
    expect(event(recommended(foreign))).toMatchObject({
      account: '111111111111',
      principal: { account: '222222222222' },
    });
    expect(event(recommended({ ...foreign, accountId: '-' })).account).toBe('unknown');
  });
  it('is nobody’s when the account is no account id', () => {
    for (const accountId of ['', '1', 'x'.repeat(12), '1111111111111'])
      expect(recordOf(recommended({ accountId })).recipientAccountId).toBeUndefined();
  });
});

describe('where it was', () => {
  const without = (line: string, context = {}) => {
    const { region: _, ...rest } = JSON.parse(recommended({ ...context })) as Record<string, unknown>;
    return recordOf({ ...rest, line }).awsRegion;
  };
  it('is the literal, else the default endpoint’s, else the web ACL’s region', () => {
    expect(recordOf(recommended()).awsRegion).toBe('eu-central-1');
    expect(without('endpoint')).toBe('eu-central-1');
    expect(without('china', { domainName: 'a1.execute-api.cn-north-1.amazonaws.com.cn' })).toBe('cn-north-1');
    const webaclArn = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/shop/1';
    expect(without('web ACL', { domainName: 'api.example.com', webaclArn })).toBe('eu-west-1');
    expect(without('nothing', { domainName: 'api.example.com' })).toBe('unknown');
  });
  it('names the API of a default endpoint where the format does not', () => {
    expect(requestOf(recommended({ apiId: '-' }))['apiId']).toBe('a1b2c3d4e5');
    expect(requestOf(recommended({ apiId: '-', domainName: 'api.example.com' }))).not.toHaveProperty('apiId');
  });
});

describe('the id of the event', () => {
  it('does not depend on what a client may choose', () => {
    const ids = ['r-1', 'r-2'].map((requestId) => recordOf(recommended({ requestId })).eventID);
    expect(new Set(ids)).toEqual(new Set(['a1b2c3d4e5/JKJaXmPLvHcESHA=']));
  });
  it('takes time to the request id where that is all', () => {
    const id = (epoch: string) => recordOf(recommended({ extendedRequestId: '-', requestTimeEpoch: epoch })).eventID;
    expect(id('1775738096789')).toBe('a1b2c3d4e5/c6af9ac6-7b61-11e6-9a41-93e8deadbeef/1775738096789');
    expect(id('1775738096790')).not.toBe(id('1775738096789'));
  });
});

describe('secrets', () => {
  const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl';
  it('do not get through', () => {
    const line = {
      ...(JSON.parse(recommended({ path: `/prod/t/${TOKEN}?key=hunter2`, 'authorizer.principalId': TOKEN })) as object),
      apiKey: 'hunter2',
      'identity.apiKey': 'hunter2',
      identity_clientCert_clientCertPem: 'hunter2',
      queryString: 'key=hunter2',
      headers: { authorization: `Bearer ${TOKEN}` },
    };
    const text = JSON.stringify(recordOf(line));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('eyJ');
    expect(text).toContain('/prod/t/[redacted]');
  });
});

describe('the event', () => {
  it('knows the API that was called', () => {
    expect(event(recommended()).api).toMatchObject({
      apiId: 'a1b2c3d4e5',
      stage: 'prod',
      routeKey: 'GET /orders/{id}',
      resource: 'API a1b2c3d4e5, stage prod',
      patches: [],
    });
  });
});
