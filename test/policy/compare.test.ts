import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicStatements, weakened } from '../../shared/policy/index.ts';
import { FOREIGN, OPEN, OWN, policyOf, statements } from './documents.ts';
import { decide, requests } from './evaluate.ts';

const compare = (before: object | object[], after: object | object[]) =>
  weakened(policyOf(...[before].flat()), policyOf(...[after].flat()));
const allowIf = (condition: object) => ({ ...OPEN, Condition: condition });
const denyIf = (condition: object) => ({ ...OPEN, Effect: 'Deny', Condition: condition });
const own = { ...OPEN, Principal: { AWS: OWN } };

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
    const wide = (mark: string) => Array.from({ length: 300 }, (_, index) => `${mark}${index}`);
    const grid = (mark: string) =>
      policyOf({ ...OPEN, Principal: { AWS: wide('x') }, Action: wide('x'), Resource: wide(mark) });
    expect(weakened(grid('a'), grid('b'))).toEqual([
      'allows x0, x1, x10 and 297 more to x0, x1, x10 and 297 more, with no condition, which is new or wider',
    ]);
  });
});

describe('laws of weakened', () => {
  it('a policy is not weaker than itself, however it is ordered', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const turned = [...list].reverse().map((statement) => {
          const entries = Object.entries(statement).map(([name, value]) => [
            name,
            Array.isArray(value) ? [...value].reverse() : value,
          ]);
          return Object.fromEntries(entries);
        });
        expect(compare(list, list)).toEqual([]);
        expect(compare(list, turned)).toEqual([]);
      }),
    );
  });

  it('order does not change what is said', () => {
    fc.assert(
      fc.property(statements, statements, (before, after) => {
        expect(compare([...before].reverse(), [...after].reverse())).toEqual(compare(before, after));
      }),
    );
  });

  it('adding a denial or removing a grant never weakens', () => {
    fc.assert(
      fc.property(statements, statements, (list, more) => {
        const denials = more.map((statement) => ({ ...statement, Effect: 'Deny' }));
        expect(compare(list, [...list, ...denials])).toEqual([]);
        const denying = list.filter((statement) => statement.Effect === 'Deny');
        expect(compare(list, denying)).toEqual([]);
      }),
    );
  });

  it('whenever a call is let through that was not before, something is said', () => {
    fc.assert(
      fc.property(statements, statements, requests, (list, changed, request) => {
        const [before, after] = [policyOf(...list), policyOf(...changed)];
        const [was, is] = [decide(before, request), decide(after, request)];
        fc.pre((is === 'Allow' && was !== 'Allow') || (was === 'Deny' && is !== 'Deny'));
        expect(weakened(before, after)).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('whenever a stranger with nothing to show is let through, the policy is public', () => {
    const stranger = requests.map((request) => ({
      ...request,
      principal: { type: 'AWS' as const, value: 'arn:aws:iam::333333333333:role/stranger' },
      context: { 'aws:sourceip': '8.8.8.8', 'aws:securetransport': 'true' },
    }));
    fc.assert(
      fc.property(statements, stranger, (list, request) => {
        fc.pre(decide(policyOf(...list), request) === 'Allow');
        expect(publicStatements(policyOf(...list))).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
