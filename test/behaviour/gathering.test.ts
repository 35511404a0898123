import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathering } from '../../shared/behaviour/gathering.ts';
import { NOWHERE } from '../../shared/cloudtrail/place.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, HOUR } from '../../shared/cloudtrail/time.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import {
  ACCOUNT,
  type Difference,
  iamUser,
  patch,
  person,
  ROOT,
  record,
  role,
} from '../../shared/detections/example.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import { join } from '../../shared/state/join.ts';

/** 2026-11-02, a Monday. */
const DAY_NUMBER = 20_759;
const catalogue = new Catalogue([], []);

interface Call {
  readonly raw: RawRecord;
  readonly id: string;
  /** Hours after midnight. */
  readonly hour: number;
}
const call = (raw: RawRecord, hour = 9, id = `e${hour}`): Call => ({ raw, id, hour });

function gathered(calls: readonly Call[], day = DAY_NUMBER): Gathering {
  const gathering = new Gathering(day);
  for (const { raw, id, hour } of calls) {
    const plan = catalogue.plan(String(raw.eventSource), String(raw.eventName));
    const identity = raw.userIdentity as Record<string, unknown>;
    const told = { raw, id, time: day * DAY + hour * HOUR };
    const failed = raw['errorCode'] !== undefined;
    gathering.note(told, identity, plan, failed, ACCOUNT, NOWHERE);
  }
  return gathering;
}
const valuesOf = (calls: readonly Call[]): string[][] =>
  [...gathered(calls).items().values()].map(({ values }) => [...values.keys()].sort());

describe('what a principal did on a day', () => {
  it('is each value of each feature', () => {
    const by = iamUser('ann', 'AKIAIOSFODNN7EXAMPLE');
    const made = call(record('iam', 'CreateAccessKey', { by, params: { userName: 'bob' } }), 13.5);
    const denied = call(record('s3', 'ListBuckets', { by, error: { code: 'AccessDenied' } }), 22);
    expect(valuesOf([made, denied])).toEqual([
      [
        'aiam:CreateAccessKey',
        'as3:ListBuckets',
        'cAKIAIOSFODNN7EXAMPLE',
        'ds3',
        'hweekday 12-16h',
        'hweekday 20-24h',
        'n198.51.100.0/24',
        'reu-central-1',
        'tuser bob',
        'uaws-cli/2',
        'wiam in eu-central-1',
        'xs3:ListBuckets',
      ],
    ]);
  });

  it.each<[what: string, raw: RawRecord, has: readonly string[], hasNot: readonly string[]]>([
    ['of a temporary key no key', record('s3', 'ListBuckets'), [], ['c']],
    [
      'where a service called, neither place nor client',
      record('s3', 'ListBuckets', { ip: 'athena.amazonaws.com' }),
      ['r'],
      ['n', 'u'],
    ],
    [
      'a call that failed for another reason is not denied',
      record('s3', 'GetBucketPolicy', { error: { code: 'NoSuchBucket' } }),
      [],
      ['d'],
    ],
    ['a failed sign-in is', record('signin', 'ConsoleLogin', { error: { code: 'Failure' } }), ['d'], []],
    ['a read of IAM has no target', record('iam', 'GetUser', { params: { userName: 'bob' } }), [], ['t']],
    [
      'of a role taken on, which',
      record('sts', 'AssumeRole', { params: { roleArn: 'arn:aws:iam::1:role/x' } }),
      ['t'],
      [],
    ],
    [
      'of an update, its parts',
      patch('UpdateRestApi', { restApiId: 'a' }, [['replace', '/policy', '']]),
      ['aapigateway:UpdateRestApi[/policy]'],
      ['aapigateway:UpdateRestApi"'],
    ],
    [
      'odd fields are left out',
      record('s3', 'ListBuckets', { also: { sourceIPAddress: 7, userAgent: null, awsRegion: {} } }),
      ['as3'],
      ['n', 'u', 'r'],
    ],
  ])('%s', (_what, raw, has, hasNot) => {
    const text = JSON.stringify(valuesOf([call(raw)])[0]);
    for (const one of has) expect(text).toContain(`"${one}`);
    for (const one of hasNot) expect(text).not.toContain(`"${one}`);
  });

  it('knows the weekend', () => {
    const hours = gathered([call(record('s3', 'ListBuckets'), 3)], DAY_NUMBER - 2)
      .items()
      .values()
      .next().value;
    expect([...(hours?.values.keys() ?? [])]).toContain('hweekend 0-4h');
  });

  it('is of who acted, whatever the session; AWS’s own services are nobody', () => {
    const calls = [person(), ROOT, role('app', 's1'), role('app', 's2', 'ASIAEXAMPLEEXAMPLE09')].map((by, index) =>
      call(record('s3', 'ListBuckets', { by }), index),
    );
    const service = record('s3', 'GetBucketAcl', { by: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' } });
    const linked = record('s3', 'GetBucketAcl', { by: role('AWSServiceRoleForConfig', 'x', 'ASIAEXAMPLEEXAMPLE10') });
    const items = gathered([...calls, call(service), call(linked)]).items();
    expect([...items.keys()].sort()).toEqual([
      '111111111111/role/app',
      '111111111111/root',
      '111111111111/sso/PowerUser/alice@example.com',
    ]);
  });

  it('keeps a long value short, and two long ones apart', () => {
    const long = (end: string) => record('iam', 'CreateUser', { params: { userName: `${'x'.repeat(500)}${end}` } });
    const [values = []] = valuesOf([call(long('a'), 1), call(long('b'), 2)]);
    const targets = values.filter((value) => value.startsWith('t'));
    expect(new Set(targets).size).toBe(2);
    expect(Math.max(...targets.map(({ length }) => length))).toBeLessThanOrEqual(64);
  });
});

describe('the order of events', () => {
  const by = (who: 'person' | 'instance' | 'user'): Record<string, unknown> =>
    ({ person: person(), user: iamUser(), instance: role('app', 'i-0123456789abcdef0') })[who];
  const difference: fc.Arbitrary<Difference> = fc.record({
    by: fc.constantFrom('person', 'instance', 'user').map((who) => by(who as 'person')),
    ip: fc.constantFrom('10.0.0.7', '198.51.100.10', 'athena.amazonaws.com'),
    agent: fc.constantFrom('aws-cli/2.31.0', 'Boto3/1.34'),
    region: fc.constantFrom('eu-central-1', 'us-east-1'),
    error: fc.constantFrom(undefined, { code: 'AccessDenied' }) as fc.Arbitrary<{ code: string }>,
    also: fc.constantFrom({}, { vpcEndpointId: 'vpce-a' }, { vpcEndpointId: 'vpce-b' }),
    params: fc.constantFrom({}, { userName: 'bob' }),
  });
  const calls = fc
    .array(fc.tuple(fc.constantFrom('CreateUser', 'ListUsers'), difference, fc.constantFrom(0, 1, 1, 5, 23)), {
      minLength: 2,
      maxLength: 12,
    })
    .map((made) => made.map(([name, how, hour], index) => call(record('iam', name, how), hour, `e${index}`)));
  const told = (gathering: Gathering): string[] =>
    [...gathering.items()].map(([key, item]) => `${key} ${encodeItem(item)}`).sort();

  it('changes nothing', () => {
    fc.assert(
      fc.property(calls, fc.infiniteStream(fc.nat()), (all, order) => {
        const shuffled = [...all, ...all.slice(0, 3)]
          .map((one) => ({ one, rank: order.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ one }) => one);
        expect(told(gathered(shuffled))).toEqual(told(gathered(all)));
      }),
      { numRuns: 400 },
    );
  });

  it('nor does it matter in how many parts they are read', () => {
    fc.assert(
      fc.property(calls, fc.nat(), (all, mask) => {
        const parts = [0, 1]
          .map((part) => all.filter((_one, index) => ((mask >> index) & 1) === part))
          .map((part) => gathered(part));
        const joined = new Map(parts[0]?.items());
        for (const [key, item] of parts[1]?.items() ?? [])
          joined.set(key, join(joined.get(key) ?? item, item) as typeof item);
        expect([...joined].map(([key, item]) => `${key} ${encodeItem(item)}`).sort()).toEqual(told(gathered(all)));
      }),
      { numRuns: 200 },
    );
  });
});
