import { describe, expect, it } from 'vitest';
import { describeStatement, foreignPrincipals } from '../../shared/policy/index.ts';
import { allowIf, FOREIGN, isOwn, OPEN, OWN, policyOf } from './documents.ts';

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
