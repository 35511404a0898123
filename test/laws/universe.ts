import fc from 'fast-check';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, isoTime, MINUTE } from '../../shared/cloudtrail/time.ts';
import { ACCOUNT, iamUser, patch, person, record, role } from '../../shared/detections/example.ts';

/** A small world in which everything collides: few principals, accounts, settings, seconds and days. */
const OTHER = '222222222222';
const CHAIN_KEY = 'ASIAEXAMPLEEXAMPLE77';
const WHO = {
  alice: person(),
  user: iamUser(),
  /** Assumed by whoever `assume` says: its findings come back to them. */
  session: role('backup', 'run-7', CHAIN_KEY),
} as const;

export interface Act {
  readonly what: 'create' | 'list' | 'denied' | 'auth' | 'trust' | 'assume' | 'odd';
  readonly who: keyof typeof WHO;
  /** Days, minutes and seconds after the start. */
  readonly day: number;
  readonly minute: number;
  readonly second: number;
  readonly value: 'a' | 'b';
  readonly region: 'eu-central-1' | 'us-east-1';
  /** Told in this account, in the other one, or in both under one sharedEventID. */
  readonly told: 'own' | 'other' | 'both';
  /** Sent again with more in it (UPDATED_DATA), here with the other value. */
  readonly updated: boolean;
}

export const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom('create', 'list', 'denied', 'auth', 'trust', 'assume', 'odd'),
  who: fc.constantFrom('alice', 'user', 'session'),
  day: fc.nat(3),
  minute: fc.constantFrom(0, 1, 2, 30, 59, 840, 1439),
  second: fc.constantFrom(0, 1),
  value: fc.constantFrom('a', 'b'),
  region: fc.constantFrom('eu-central-1', 'us-east-1'),
  told: fc.constantFrom('own', 'own', 'own', 'other', 'both'),
  updated: fc.constantFrom(false, false, false, true),
});

/** Acts by themselves: no second telling, no later correction. */
export const plainAct: fc.Arbitrary<Act> = act.map((made) => ({ ...made, told: 'own', updated: false }));

const START = Date.UTC(2026, 10, 2);

export function timeOf({ day, minute, second }: Act): number {
  return START + day * DAY + minute * MINUTE + second * 1000;
}

/** The records of each act, at the act's index. Ids are unique and stay when acts are left out. */
export function recordsOf(acts: readonly Act[]): RawRecord[][] {
  return acts.map((one, index) => {
    const tell = (account: string, nth: number, what: Act): RawRecord => ({
      ...call(what),
      eventTime: isoTime(timeOf(what)),
      eventID: idOf(index, nth),
      recipientAccountId: account,
      ...(what.told === 'both' ? { sharedEventID: `shared-${index}` } : {}),
    });
    const told = { own: [ACCOUNT], other: [OTHER], both: [ACCOUNT, OTHER] }[one.told];
    const records = told.map((account, nth) => tell(account, nth, one));
    if (!one.updated) return records;
    const [first = {}] = records;
    const again: RawRecord = {
      ...tell(told[0] ?? ACCOUNT, 2, { ...one, value: one.value === 'a' ? 'b' : 'a' }),
      addendum: { reason: 'UPDATED_DATA', updatedFields: 'requestParameters', originalEventID: first['eventID'] },
    };
    return [...records, again];
  });
}

/** Most event ids are UUIDs, and are kept as such; others are kept as texts. */
function idOf(act: number, nth: number): string {
  const number = String(act * 10 + nth);
  return act % 2 === 0 ? `e-${number.padStart(5, '0')}` : `00000000-0000-4000-8000-${number.padStart(12, '0')}`;
}

const IP = { a: '198.51.100.10', b: '203.0.113.7' } as const;

function call({ what, who, value, region }: Act): RawRecord {
  const by = WHO[who];
  switch (what) {
    case 'create':
      return record('iam', 'CreateUser', { by, region, ip: IP[value], params: { userName: value } });
    case 'list':
      return record('iam', 'ListUsers', { by, region, ip: IP[value] });
    case 'denied':
      return record('iam', 'ListUsers', { by, region, error: { code: 'AccessDenied' } });
    case 'auth':
      return patch(
        'UpdateMethod',
        { restApiId: 'a1', resourceId: 'r1', httpMethod: 'GET' },
        [['replace', '/authorizationType', value === 'a' ? 'AWS_IAM' : 'NONE']],
        { by, region },
      );
    case 'trust': {
      const account = value === 'a' ? OTHER : '999999999999';
      return record('iam', 'UpdateAssumeRolePolicy', { by, region, params: { roleName: 'r', let: account } });
    }
    case 'assume':
      return record('sts', 'AssumeRole', { by, region, response: { credentials: { accessKeyId: CHAIN_KEY } } });
    case 'odd':
      return record('s3', 'ListBuckets', { by, region, agent: `odd ${value}` });
  }
}
