import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeStatement, foreignPrincipals, publicStatements } from '../../shared/policy/index.ts';
import { FOREIGN, isOwn, OPEN, OWN, policyOf, statements } from './documents.ts';

const isPublic = (...list: object[]) => publicStatements(policyOf(...list)).length > 0;
const allowIf = (condition: object) => ({ ...OPEN, Condition: condition });
const denyIf = (condition: object) => ({ ...OPEN, Effect: 'Deny', Condition: condition });
const variable = (name: string) => `$${`{${name}}`}`;

describe('publicStatements', () => {
  it.each([
    ['the bare star', OPEN],
    ['the star as an AWS principal', { ...OPEN, Principal: { AWS: '*' } }],
    ['a star among others', { ...OPEN, Principal: { AWS: [OWN, '*'] } }],
    ['everyone but one', { Effect: 'Allow', NotPrincipal: { AWS: OWN }, Action: 's3:GetObject', Resource: '*' }],
    ['every service', { ...OPEN, Principal: { Service: '*' } }],
    ['everything but an action', { Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteBucket', Resource: '*' }],
  ])('finds %s', (_, statement) => {
    expect(publicStatements(policyOf(statement))).toHaveLength(1);
  });

  it.each([
    ['an account', { ...OPEN, Principal: { AWS: OWN } }],
    ['a service', { ...OPEN, Principal: { Service: 'lambda.amazonaws.com' } }],
    ['a denial', { ...OPEN, Effect: 'Deny' }],
    ['an identity policy', { Effect: 'Allow', Action: '*', Resource: '*' }],
  ])('does not find %s', (_, statement) => {
    expect(isPublic(statement)).toBe(false);
  });

  it.each([
    { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    { StringEquals: { 'AWS:SOURCEVPCE': ['vpce-1', 'vpce-2'] } },
    { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-example' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-example/r-1/*' } },
    { StringEquals: { 'aws:PrincipalAccount': OWN } },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } },
    { ArnEquals: { 'aws:SourceArn': `arn:aws:execute-api:us-east-1:${OWN}:abc/*` } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:logs' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:apigateway:us-east-1::/restapis/abc/*' } },
    { StringEquals: { 'aws:SourceAccount': OWN } },
    { StringEquals: { 'aws:SourceOwner': OWN } },
    { StringEquals: { 'aws:SourceOrgID': 'o-example' } },
    { StringEquals: { 'aws:VpceOrgID': 'o-example' } },
    { StringEquals: { 'sts:ExternalId': 'secret' } },
    { StringEquals: { 'kms:CallerAccount': OWN } },
    { StringEquals: { 'aws:PrincipalOrgID': variable('aws:ResourceOrgID') } },
    { StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } },
    { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
    { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
  ])('is narrowed by %j', (condition) => {
    expect(isPublic(allowIf(condition))).toBe(false);
  });

  it.each([
    { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
    { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
    { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } },
    { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } },
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { StringLike: { 'aws:SourceVpce': '*' } },
    { StringLike: { 'aws:SourceVpce': 'vpce-*' } },
    { StringEquals: { 'aws:SourceVpce': ['vpce-1', '*'] } },
    { StringEquals: { 'aws:SourceVpce': [] } },
    { StringEquals: { 'aws:SourceVpce': '' } },
    { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } },
    { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-example' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } },
    { StringLike: { 'aws:PrincipalArn': '*:role/app' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::logs*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:apigateway:us-east-1::/restapis/*' } },
    { StringEquals: { 'aws:PrincipalAccount': variable('aws:PrincipalAccount') } },
    { StringLike: { 'aws:userid': '*:session' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    { Null: { 'aws:SourceVpce': 'false' } },
    { StringLike: { 'aws:Referer': 'https://example.com/*' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
    { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
    { Mystery: { 'aws:SourceVpce': 'vpce-1' } },
  ])('is not narrowed by %j', (condition) => {
    expect(isPublic(allowIf(condition))).toBe(true);
  });

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

describe('foreignPrincipals', () => {
  const accounts = (...list: object[]) => foreignPrincipals(policyOf(...list), isOwn).map(({ account }) => account);

  it.each([
    FOREIGN,
    `arn:aws:iam::${FOREIGN}:root`,
    `arn:aws:iam::${FOREIGN}:user/name`,
    `arn:aws-cn:iam::${FOREIGN}:role/app`,
    `arn:aws-us-gov:sts::${FOREIGN}:assumed-role/app/session`,
  ])('finds %s', (principal) => {
    const policy = policyOf({ ...OPEN, Principal: { AWS: [OWN, principal] } });
    expect(foreignPrincipals(policy, isOwn)).toEqual([
      { account: FOREIGN, principal, statement: policy.statements[0] },
    ]);
  });

  it.each([
    ['own accounts', { ...OPEN, Principal: { AWS: [OWN, `arn:aws:iam::${OWN}:role/app`] } }],
    ['everyone', OPEN],
    ['a denial', { ...OPEN, Effect: 'Deny', Principal: { AWS: FOREIGN } }],
    ['services', { ...OPEN, Principal: { Service: 'lambda.amazonaws.com' } }],
    ['a canonical user', { ...OPEN, Principal: { CanonicalUser: '0'.repeat(64) } }],
    [
      'a foreign account in a condition on an own principal',
      { ...OPEN, Principal: { AWS: OWN }, Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } },
    ],
    ['a foreign account kept out', allowIf({ StringNotEquals: { 'aws:PrincipalAccount': FOREIGN } })],
  ])('is silent on %s', (_, statement) => {
    expect(accounts(statement)).toEqual([]);
  });

  it('finds the account a condition lets in instead of the principal', () => {
    expect(accounts(allowIf({ StringEquals: { 'aws:PrincipalAccount': [OWN, FOREIGN] } }))).toEqual([FOREIGN]);
    expect(accounts(allowIf({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${FOREIGN}:role/*` } }))).toEqual([FOREIGN]);
  });

  it('finds the foreign API that a service acts for', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:us-east-1:${OWN}:function:f`,
      Condition: { ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:us-east-1:${FOREIGN}:abc/*/*/*` } },
    };
    expect(accounts(statement)).toEqual([FOREIGN]);
  });

  it('names a principal once a statement', () => {
    expect(accounts({ ...OPEN, Principal: { AWS: [FOREIGN, FOREIGN] } }, { ...OPEN, Principal: FOREIGN })).toHaveLength(
      2,
    );
  });
});

describe('describeStatement', () => {
  const sentence = (statement: object) => policyOf(statement).statements.map(describeStatement)[0];

  it('says it in one breath', () => {
    expect(sentence(OPEN)).toBe('allows execute-api:Invoke to everyone, with no condition');
    expect(sentence(allowIf({ Bool: { 'aws:securetransport': 'true' }, StringLike: { 'AWS:SOURCEVPCE': '*' } }))).toBe(
      'allows execute-api:Invoke to everyone, subject only to aws:SourceVpce, aws:securetransport',
    );
    expect(sentence({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' })).toBe(
      'allows everything but iam:*, with no condition',
    );
    expect(sentence({ Effect: 'Deny', NotPrincipal: { AWS: OWN }, Action: 's3:*', Resource: '*' })).toBe(
      `denies s3:* to everyone but ${OWN}, with no condition`,
    );
  });

  it('counts what it does not name and cuts what is too long', () => {
    const actions = ['s3:A', 's3:B', 's3:C', 's3:D', 's3:E', 's3:E'];
    expect(sentence({ Effect: 'Allow', Action: actions, Resource: '*' })).toContain('s3:A, s3:B, s3:C and 2 more');
    expect(sentence({ Effect: 'Allow', Action: 'x'.repeat(5000), Resource: '*' })?.length).toBeLessThan(200);
  });
});
