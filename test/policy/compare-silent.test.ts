import { describe, expect, it } from 'vitest';
import { weakened } from '../../shared/policy/index.ts';
import { allowIf, compare, denyIf, OPEN, OWN, own, policyOf } from './documents.ts';

describe('weakened', () => {
  it.each([
    ['the same', OPEN, { ...OPEN, Sid: 'renamed', Action: 'EXECUTE-API:INVOKE' }],
    ['the shorthand and the full ARN', OPEN, { ...OPEN, Resource: `arn:aws:execute-api:us-east-1:${OWN}:abc/*` }],
    ['the full ARN and the shorthand', { ...OPEN, Resource: `arn:aws:execute-api:us-east-1:${OWN}:abc/*` }, OPEN],
    ['an account id and its root', own, { ...OPEN, Principal: { AWS: `arn:aws:iam::${OWN}:root` } }],
    ['a role of the account', own, { ...OPEN, Principal: { AWS: `arn:aws:iam::${OWN}:role/app` } }],
    ['a stage of the API', OPEN, { ...OPEN, Resource: 'execute-api:/prod/*' }],
    [
      'a statement split in two',
      { Effect: 'Allow', Action: ['s3:Get*', 's3:Put*'], Resource: '*' },
      [
        { Effect: 'Allow', Action: 's3:Put*', Resource: '*' },
        { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
      ],
    ],
    [
      'two statements joined',
      [
        { Effect: 'Allow', Action: 's3:Put*', Resource: '*' },
        { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
      ],
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:Put*'], Resource: '*' },
    ],
    [
      'a narrower range',
      allowIf({ IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }),
      allowIf({ IpAddress: { 'aws:SourceIp': ['192.0.2.128/25'] } }),
    ],
    [
      'a range in two halves',
      allowIf({ IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }),
      allowIf({ IpAddress: { 'aws:SourceIp': ['192.0.2.0/25', '192.0.2.128/25'] } }),
    ],
    [
      'a literal under a wildcard',
      allowIf({ ArnLike: { 'aws:SourceArn': `arn:aws:s3:::*` } }),
      allowIf({ ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::logs' } }),
    ],
    [
      'an operator that minds case',
      allowIf({ StringEqualsIgnoreCase: { 'aws:x': 'A' } }),
      allowIf({ StringEquals: { 'aws:x': 'a' } }),
    ],
    ['an added condition', OPEN, allowIf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    [
      'a mandatory key',
      allowIf({ StringEqualsIfExists: { 'aws:x': 'a' } }),
      allowIf({ StringEquals: { 'aws:x': 'a' } }),
    ],
    [
      'a shorter session',
      allowIf({ NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } }),
      allowIf({ NumericLessThan: { 'aws:MultiFactorAuthAge': '900' } }),
    ],
    [
      'a condition turned into a denial',
      allowIf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }),
      [OPEN, denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    ],
    [
      'a path condition turned into a denial',
      allowIf({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } }),
      [OPEN, denyIf({ 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } })],
    ],
    [
      'a grant that is denied at once',
      own,
      [own, { ...OPEN, Action: 's3:*' }, { ...OPEN, Effect: 'Deny', Action: 's3:*' }],
    ],
    [
      'a wider denial',
      [OPEN, denyIf({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } })],
      [OPEN, denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    ],
    [
      'an unconditional denial',
      [OPEN, denyIf({ Bool: { 'aws:SecureTransport': 'false' } })],
      { ...OPEN, Effect: 'Deny' },
    ],
    [
      'fewer exceptions to a denial',
      { Effect: 'Deny', NotAction: ['iam:*', 's3:*'], Resource: '*' },
      { Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
    ],
    [
      'an action apart from the exceptions',
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    ],
    ['nothing', OPEN, []],
  ])('is silent on %s', (_, before, after) => {
    expect(compare(before, after)).toEqual([]);
  });

  it('does not take a partial denial for a condition', () => {
    const partial = { ...denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }), Resource: 'execute-api:/prod/*' };
    expect(compare(allowIf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }), [OPEN, partial])).toEqual([
      'no longer requires aws:SourceVpce',
    ]);
    const weak = denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': 'false' } });
    expect(compare(allowIf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }), [OPEN, weak])).toHaveLength(1);
  });

  it('ends soon for policies made to be slow, and names what changed', () => {
    const many = (mark: string) => Array.from({ length: 3000 }, (_, index) => `*${mark}${index}*`);
    const before = policyOf({ Effect: 'Allow', Action: many('a'), Resource: '*' }, { ...OPEN, Effect: 'Deny' });
    const after = policyOf({ Effect: 'Allow', Action: many('b'), Resource: '*' });
    expect(weakened(before, before)).toEqual([]);
    expect(weakened(before, after)).toEqual([
      'allows *b0*, *b1*, *b10* and 2997 more, with no condition, new or changed',
      'denies execute-api:Invoke to everyone, with no condition, gone or changed',
    ]);
    const wide = (mark: string) => Array.from({ length: 200 }, (_, index) => `${mark}${index}`);
    const grid = (mark: string) =>
      policyOf({ ...OPEN, Principal: { AWS: wide('x') }, Action: wide('x'), Resource: wide(mark) });
    expect(weakened(grid('a'), grid('b'))).toEqual([
      'allows x0, x1, x10 and 197 more to x0, x1, x10 and 197 more, with no condition, which is new or wider',
    ]);
  });
});
