import { describe, expect, it } from 'vitest';
import { actionEvidence } from '../../shared/behaviour/action-evidence.ts';
import { type Context, subjectOf } from '../../shared/behaviour/subject.ts';
import { MEMBER } from '../../shared/state/parent.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { activityOf, profileOf, recordOf } from '../state/made.ts';
import { contextOf, EVERYBODY, IN_ACCOUNT, PEERS, span, TODAY, type Uses } from './made.ts';

/** 20 principals, 8 of which use IAM; 10 in the account, 5 peers. */
const ORGANISATION: Uses = {
  [EVERYBODY]: { [MEMBER]: 20, siam: 8 },
  [IN_ACCOUNT]: { [MEMBER]: 10 },
  [PEERS]: { [MEMBER]: 5 },
};
const CREATE = 'aiam:CreateUser';
/** Two of the organisation create users, one of them in the account, none a peer. */
const USED: Uses = {
  ...ORGANISATION,
  [EVERYBODY]: { ...ORGANISATION[EVERYBODY], [CREATE]: 2 },
  [IN_ACCOUNT]: { ...ORGANISATION[IN_ACCOUNT], [CREATE]: 1 },
};

function found(values: readonly string[], profile: ProfileItem | undefined, context: Context) {
  return actionEvidence(subjectOf(activityOf(TODAY, values), profile), context);
}
const bitsOf = (value: string, context: Context, profile?: ProfileItem): number | undefined =>
  found([value], profile, context).evidence[0]?.bits;

describe('an action that was never used before', () => {
  // Service: (8 + .2) / 21 / 60 = .0065079. Organisation: (2 + 6 * .0065079) / 26 = .0784249. Account: (1 + 6 * .0784249) / 16
  // = .0919093. Peers: 6 * .0919093 / 11 = .0501324. Rate .15 a day of 1.5 to choose from: P = .00501324; 7.6400 bits less 3.
  it('is as likely as peers, account and organisation make it', () => {
    expect(bitsOf(CREATE, contextOf(USED))).toBe(4.6);
  });

  // As above without users: .0065079 * 6/26 * 6/16 * 6/11 = .00030720.
  it.each([
    [CREATE, 12], // .15 / 1.5, off 3
    ['aiam:DeleteUser', 11], // off 4
    ['aiam:TagUser', 3.3], // .5 / 3, off 11
    ['aiam:ListUsers', 6.2], // 2 / 8, off 7.5
    ['aiam:GetSSHPublicKey', undefined], // off 18
  ])('%s by nobody, in a service that is known, is worth %s', (value, bits) => {
    expect(bitsOf(value, contextOf(ORGANISATION))).toBe(bits);
  });

  it('of a service that nobody uses is rarer still', () => {
    // .2 / 21 / 60 = .00015873, * 6/26 * 6/16 * 6/11 = .0000074925; .15 / 1.5 of it: 20.348 bits less 3.
    const { siam: _known, ...rest } = ORGANISATION[EVERYBODY] ?? {};
    expect(bitsOf(CREATE, contextOf({ ...ORGANISATION, [EVERYBODY]: rest }))).toBe(17.3);
  });

  it('is one of more to choose from where peers know many: half of what one knows on average', () => {
    // Four sensitive actions that all five peers use: 4 / 2 = 2 instead of 1.5.
    const known = ['AttachUserPolicy', 'CreateLoginProfile', 'PutUserPolicy', 'CreateRole'].map((name) => [
      `aiam:${name}`,
      5,
    ]);
    const uses = { ...USED, [PEERS]: { ...USED[PEERS], ...Object.fromEntries(known) } };
    expect(bitsOf(CREATE, contextOf(uses))).toBe(5.1);
  });

  it('is likelier where such principals begin more: of the class, and of peers', () => {
    const profile = profileOf(span(60, 99));
    const rows = (peers: string) => ({
      [TODAY - 1]: span(1, 10).map((index) => recordOf({ peers, age: 40, fresh: [0, 0, index === 1 ? 5 : 0] })),
    });
    // A day ago weighs .985. Class: (4.925 + .6) / (9.85 + 4) = .39892 instead of .15: 1.411 bits less.
    expect(bitsOf(CREATE, contextOf(USED, rows('others')), profile)).toBe(3.2);
    // Peers: (4.925 + 6 * .39892) / (9.85 + 6) = .46174: 1.622 bits less.
    expect(bitsOf(CREATE, contextOf(USED, rows('roles')), profile)).toBe(3);
    // Of days of another age nothing is taken, and of one day no more than twenty.
    const young = { [TODAY - 1]: [recordOf({ age: 4, fresh: [0, 0, 50] })] };
    expect(bitsOf(CREATE, contextOf(USED, young), profile)).toBe(4.6);
    const flood = (count: number) =>
      bitsOf(CREATE, contextOf(ORGANISATION, { [TODAY - 1]: [recordOf({ age: 40, fresh: [0, 0, count] })] }), profile);
    expect(flood(500)).toBe(flood(20));
    expect(flood(20)).toBeLessThan(flood(2) ?? 0);
  });

  it('is counted as new, by reads, writes and sensitive ones', () => {
    const profile = profileOf(span(60, 99), { 'aiam:ListUsers': [99], 'aiam:GetUser': [TODAY] });
    const values = ['aiam:ListUsers', 'aiam:GetUser', 'aiam:TagUser', CREATE, 'aiam:DeleteUser', 'nAS1'];
    expect(found(values, profile, contextOf(USED)).fresh).toEqual([1, 1, 2]);
  });
});

describe('an action that was used before', () => {
  // Weight 2^(-31/30) = .48858 of 9.31464 for eleven days: P = (.48858 + 4 * .0501324) / 13.31464 = .0517558.
  it('leans on how many of its days had it', () => {
    const profile = profileOf([69, ...span(90, 99)], { [CREATE]: [69] });
    expect(bitsOf(CREATE, contextOf(USED), profile)).toBe(1.3);
  });

  it('counts days, not which: only those before', () => {
    const active = span(60, 99);
    // 2^(-40/30) = .39685 of 25.80442: P = .0200329.
    expect(bitsOf(CREATE, contextOf(USED), profileOf(active, { [CREATE]: [60] }))).toBe(2.6);
    expect(bitsOf(CREATE, contextOf(USED), profileOf([...active, 130], { [CREATE]: [60, TODAY, 130] }))).toBe(2.6);
  });

  it('is its own beyond a weight of three days, however rare elsewhere', () => {
    const active = span(5, 99);
    expect(bitsOf(CREATE, contextOf(ORGANISATION), profileOf(active, { [CREATE]: span(96, 99) }))).toBeUndefined();
    expect(bitsOf(CREATE, contextOf(ORGANISATION), profileOf(active, { [CREATE]: span(97, 99) }))).toBeGreaterThan(0);
  });

  it('is new again after more than four half-lives, in the evidence and in what is quoted', () => {
    const profile = profileOf([-200, ...span(5, 99)], { [CREATE]: [-200] });
    const { evidence, fresh } = found([CREATE], profile, contextOf(USED));
    expect([evidence[0]?.bits, fresh]).toEqual([4.6, [0, 0, 1]]);
    expect(evidence[0]?.use).toMatchObject({ first: -200, last: -200 });
  });
});

describe('the actions of a day', () => {
  const services = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('count by service: the best of each, the first five services, each weighing less', () => {
    const values = services.flatMap((name) => [`a${name}:MakeThing`, `a${name}:MakeOther`]);
    const { evidence } = found(values, undefined, contextOf(ORGANISATION));
    const [best = 0] = evidence.map(({ bits }) => bits);
    // 1/16,000 * 6/26 * 6/16 * 6/11 of .5 / 3: 20.98 + 2.585 - 11.
    expect(evidence.map(({ bits }) => bits)).toEqual(
      [1, 0.8, 0.6, 0.5, 0.4].map((weight) => Math.round(best * weight * 10) / 10),
    );
    expect(evidence.map(({ value, others }) => [value, others])).toEqual(
      services.slice(0, 5).map((name) => [`${name}:MakeOther`, [`${name}:MakeThing`]]),
    );
    expect(evidence[0]?.witnesses).toHaveLength(2);
  });

  it('come out the same in any order', () => {
    const values = [...services.map((name) => `a${name}:MakeThing`), CREATE, 'aiam:TagUser', 'as3:PutObject'];
    const context = contextOf(USED);
    const witnesses = activityOf(TODAY, values).values;
    const reversed = activityOf(TODAY, [], { values: new Map([...witnesses].reverse()) });
    expect(actionEvidence(subjectOf(reversed, undefined), context)).toEqual(found(values, undefined, context));
  });

  it('quote how many use it: of its days, of peers, of all', () => {
    const profile = profileOf([-21, ...span(60, 99)], { [CREATE]: [-21, 70, 90, 120] });
    expect(found([CREATE], profile, contextOf(USED)).evidence[0]).toMatchObject({
      value: 'iam:CreateUser',
      refused: false,
      use: { days: 2, activeDays: 40, first: -21, last: 90, peers: [0, 5], organisation: [2, 20] },
    });
  });
});
