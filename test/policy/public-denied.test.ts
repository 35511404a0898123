import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicStatements } from '../../shared/policy/index.ts';
import { denyIf, FOREIGN, OPEN, OWN, policyOf, statements } from './documents.ts';

const isPublic = (...list: object[]) => publicStatements(policyOf(...list)).length > 0;

describe('publicStatements with denials', () => {
  it.each([
    ['everyone', OPEN],
    ['all but an endpoint', denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    ['all but an endpoint, if there is one', denyIf({ StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } })],
    ['all but an office', denyIf({ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } })],
    ['all but a role', denyIf({ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/app` } })],
    ['all but an organisation', denyIf({ 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } })],
    [
      'all but two ways',
      denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' }, NotIpAddress: { 'aws:SourceIp': '192.0.2.1' } }),
    ],
    [
      'all but the organisation and services',
      denyIf({
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-example' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
    ],
    ['all but a principal', { Effect: 'Deny', NotPrincipal: { AWS: OWN }, Action: '*', Resource: '*' }],
    [
      'more than was granted',
      { ...denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), Action: '*', Resource: '*' },
    ],
    [
      'everything but another action',
      {
        Effect: 'Deny',
        Principal: '*',
        NotAction: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
      },
    ],
    [
      'the same resource, spelled out',
      {
        ...denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }),
        Resource: `arn:aws:execute-api:us-east-1:${OWN}:abc/*`,
      },
    ],
  ])('is closed by denying %s', (_, denial) => {
    expect(isPublic(OPEN, { ...denial, Effect: 'Deny' })).toBe(false);
    expect(isPublic({ ...denial, Effect: 'Deny' }, OPEN)).toBe(false);
  });

  it.each([
    ['some addresses', denyIf({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    ['all but the whole internet', denyIf({ NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
    ['all but any endpoint', denyIf({ StringNotLike: { 'aws:SourceVpce': '*' } })],
    ['no endpoint at all', denyIf({ Null: { 'aws:SourceVpce': 'true' } })],
    ['an endpoint', denyIf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    ['any one path elsewhere', denyIf({ 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } })],
    ['plain HTTP', denyIf({ Bool: { 'aws:SecureTransport': 'false' } })],
    [
      'strangers over plain HTTP',
      denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' }, Bool: { 'aws:SecureTransport': 'false' } }),
    ],
    [
      'signed strangers only',
      denyIf({
        StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      }),
    ],
    [
      'another action',
      { ...denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), Action: 'execute-api:ManageConnections' },
    ],
    [
      'another stage',
      { ...denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), Resource: 'execute-api:/prod/*' },
    ],
    ['one account', { ...OPEN, Effect: 'Deny', Principal: { AWS: FOREIGN } }],
    ['services', { ...OPEN, Effect: 'Deny', Principal: { Service: '*' } }],
    ['nobody', { Effect: 'Deny', NotPrincipal: '*', Action: '*', Resource: '*' }],
    ['everything but this action', { Effect: 'Deny', Principal: '*', NotAction: 'execute-api:*', Resource: '*' }],
  ])('is not closed by denying %s', (_, denial) => {
    expect(isPublic(OPEN, denial)).toBe(true);
  });

  it('sees that an exception in shorthand spares the API spelled out', () => {
    const open = { ...OPEN, Resource: `arn:aws:execute-api:us-east-1:${OWN}:abc/prod/*` };
    const denial = { Effect: 'Deny', Principal: '*', Action: '*' };
    expect(isPublic(open, { ...denial, NotResource: 'execute-api:/prod/*' })).toBe(true);
    expect(isPublic(open, { ...denial, NotResource: 'execute-api:/test/*' })).toBe(false);
  });

  it('needs every action and resource closed, by one denial or by several', () => {
    const open = {
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'],
    };
    const deny = (Action: string, Resource: string[]) => ({
      ...denyIf({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }),
      Action,
      Resource,
    });
    const both = ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'];
    expect(isPublic(open, deny('s3:Get*', both))).toBe(true);
    expect(isPublic(open, deny('s3:Get*', both), deny('s3:List*', both.slice(0, 1)))).toBe(true);
    expect(isPublic(open, deny('s3:Get*', both), deny('s3:List*', both))).toBe(false);
  });

  it('answers the policy\u2019s own statements', () => {
    const policy = policyOf({ ...OPEN, Principal: { AWS: OWN } }, OPEN);
    expect(publicStatements(policy)).toEqual([policy.statements[1]]);
    expect(publicStatements(policy)[0]).toBe(policy.statements[1]);
  });

  it('ends soon for a policy made to be slow, and takes it for public', () => {
    const many = (prefix: string) => Array.from({ length: 4000 }, (_, index) => `*${prefix}${index}*`);
    const open = { Effect: 'Allow', Principal: '*', Action: many('a'), Resource: '*' };
    expect(isPublic(open, { Effect: 'Deny', Principal: '*', Action: many('b'), Resource: '*' })).toBe(true);
  });

  it('never finds more when a denial is added', () => {
    fc.assert(
      fc.property(statements, statements, (list, more) => {
        const denials = more.map((statement) => ({ ...statement, Effect: 'Deny' }));
        const before = publicStatements(policyOf(...list)).length;
        expect(publicStatements(policyOf(...list, ...denials)).length).toBeLessThanOrEqual(before);
      }),
    );
  });
});
