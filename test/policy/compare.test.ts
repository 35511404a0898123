import { describe, expect, it } from 'vitest';
import { allowIf, compare, denyIf, FOREIGN, OPEN, OWN, own } from './documents.ts';

describe('weakened', () => {
  it.each([
    [
      'a new principal',
      own,
      { ...OPEN, Principal: { AWS: [OWN, FOREIGN] } },
      `now allows execute-api:Invoke to ${FOREIGN}`,
    ],
    ['everyone', own, OPEN, 'now allows execute-api:Invoke to everyone'],
    [
      'the account beyond a role',
      { ...OPEN, Principal: { AWS: `arn:aws:iam::${OWN}:role/app` } },
      own,
      `now allows execute-api:Invoke to ${OWN}`,
    ],
    [
      'a new action',
      own,
      { ...own, Action: ['execute-api:Invoke', 'execute-api:ManageConnections'] },
      `now allows execute-api:ManageConnections to ${OWN}`,
    ],
    ['a wider action', own, { ...own, Action: 'execute-api:*' }, `now allows execute-api:* to ${OWN}`],
    [
      'a new action of an identity policy',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
      { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
      'now allows s3:Get*',
    ],
    [
      'a new resource',
      { ...OPEN, Resource: 'execute-api:/test/*' },
      OPEN,
      'now allows execute-api:Invoke on execute-api:/*',
    ],
    [
      'another API',
      { ...OPEN, Resource: 'arn:aws:execute-api:us-east-1:111111111111:abc/*' },
      { ...OPEN, Resource: 'arn:aws:execute-api:us-east-1:111111111111:*/*' },
      'now allows execute-api:Invoke on arn:aws:execute-api:us-east-1:111111111111:*/*',
    ],
    [
      'everything but',
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      'now allows everything but iam:*',
    ],
    [
      'fewer exceptions',
      { Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' },
      { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' },
      'now allows everything but iam:*',
    ],
  ])('names %s', (_, before, after, sentence) => {
    expect(compare(before, after)).toEqual([sentence]);
  });

  it.each([
    [
      'a dropped condition',
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      undefined,
      'no longer requires aws:SourceVpce',
    ],
    [
      'a wider range',
      { IpAddress: { 'aws:SourceIp': '192.0.2.0/25' } },
      { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      'aws:SourceIp now also accepts 192.0.2.0/24',
    ],
    [
      'another range',
      { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      { IpAddress: { 'aws:SourceIp': ['192.0.2.0/25', '2001:db8::/48'] } },
      'aws:SourceIp now also accepts 2001:db8::/48',
    ],
    [
      'a wider IPv6 range',
      { IpAddress: { 'aws:SourceIp': '2001:db8:1::/48' } },
      { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } },
      'aws:SourceIp now also accepts 2001:db8::/32',
    ],
    [
      'another endpoint',
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } },
      'aws:SourceVpce now also accepts vpce-2',
    ],
    [
      'a wildcard',
      { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } },
      { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
      'aws:PrincipalOrgID now also accepts o-*',
    ],
    [
      'IfExists',
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } },
      'aws:SourceVpce is tested by StringEqualsIfExists, not as strictly as by StringEquals',
    ],
    [
      'one of two keys',
      { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:PrincipalOrgID': 'o-example' } },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } },
      'no longer requires aws:SourceVpce',
    ],
    [
      'a swapped key',
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
      'no longer requires aws:SourceVpce',
    ],
    [
      'an exclusion lifted',
      { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '192.0.2.0/24'] } },
      { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      'no longer keeps out aws:SourceIp 203.0.113.0/24',
    ],
    [
      'all exclusions lifted',
      { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      undefined,
      'no longer keeps out aws:SourceIp 203.0.113.0/24',
    ],
    [
      'a later deadline',
      { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
      { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
      'aws:currenttime now also accepts 2027-01-01T00:00:00Z',
    ],
    [
      'a test of all values in place of any',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } },
      { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } },
      'aws:PrincipalOrgPaths is tested by ForAllValues:StringLike, not as strictly as by ForAnyValue:StringLike',
    ],
    [
      'an earlier start',
      { DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
      { DateGreaterThan: { 'aws:CurrentTime': '1767225600' } },
      'aws:currenttime now also accepts 1767225600',
    ],
    [
      'another number',
      { NumericEquals: { 's3:max-keys': 10 } },
      { NumericEquals: { 's3:max-keys': [10, 20] } },
      's3:max-keys now also accepts 20',
    ],
    [
      'a longer session',
      { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } },
      { NumericLessThan: { 'aws:MultiFactorAuthAge': 86400 } },
      'aws:multifactorauthage now also accepts 86400',
    ],
  ])('names %s', (_, before, after, sentence) => {
    expect(compare(allowIf(before), after === undefined ? OPEN : allowIf(after))).toEqual([sentence]);
  });

  it.each([
    ['removed', OPEN, 'no longer denies execute-api:Invoke to everyone'],
    [
      'of another action',
      [OPEN, { ...denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }), Action: 's3:*' }],
      'no longer denies execute-api:Invoke to everyone',
    ],
    [
      'of one account',
      [OPEN, { ...denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }), Principal: { AWS: OWN } }],
      'no longer denies execute-api:Invoke to everyone',
    ],
    [
      'of one stage',
      [OPEN, { ...denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }), Resource: 'execute-api:/prod/*' }],
      'no longer denies execute-api:Invoke on execute-api:/*',
    ],
    [
      'that spares more',
      [OPEN, denyIf({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } })],
      'the denial of execute-api:Invoke now spares aws:SourceVpce vpce-2',
    ],
    [
      'that depends on more',
      [OPEN, denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': 'false' } })],
      'the denial of execute-api:Invoke now depends on aws:securetransport',
    ],
  ])('names a denial %s', (_, after, sentence) => {
    expect(compare([OPEN, denyIf({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })], after)).toEqual([sentence]);
  });

  it('names addresses that are no longer blocked', () => {
    const blocked = (...list: string[]) => [OPEN, denyIf({ IpAddress: { 'aws:SourceIp': list } })];
    expect(compare(blocked('192.0.2.0/24', '203.0.113.0/24'), blocked('192.0.2.0/24'))).toEqual([
      'the denial of execute-api:Invoke no longer hits aws:SourceIp 203.0.113.0/24',
    ]);
    expect(compare(blocked('192.0.2.0/24'), blocked('192.0.2.0/24', '203.0.113.0/24'))).toEqual([]);
  });

  it('names each difference, sorted, and only the first level of each', () => {
    const before = { ...own, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
    const after = [
      own,
      { ...OPEN, Principal: { AWS: FOREIGN }, Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' },
    ];
    expect(compare(before, after)).toEqual([
      'no longer requires aws:SourceIp',
      `now allows s3:GetObject, s3:PutObject to ${FOREIGN}`,
    ]);
  });

  it('compares with the statement that comes closest', () => {
    const both = { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:PrincipalOrgID': 'o-example' } };
    const before = [allowIf(both), allowIf({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } })];
    const after = allowIf({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } });
    expect(compare(before, [after, allowIf({ IpAddress: { 'aws:SourceIp': '203.0.113.1' } })])).toEqual([
      'aws:SourceIp now also accepts 203.0.113.1',
    ]);
  });
});
