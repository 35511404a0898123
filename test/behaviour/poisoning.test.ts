import { describe, expect, it } from 'vitest';
import { Lesson, profileKey } from '../../shared/behaviour/learn.ts';
import { Parents, parentKeys } from '../../shared/behaviour/parents.ts';
import { score } from '../../shared/behaviour/score.ts';
import { subjectOf } from '../../shared/behaviour/subject.ts';
import { type Difference, person, record } from '../../shared/detections/example.ts';
import { joinActivities } from '../../shared/state/activity.ts';
import { join } from '../../shared/state/join.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { activityOf, WHO } from '../state/made.ts';
import { Log } from './log.ts';
import { baselinesOf, EVERYBODY, PEERS, span } from './made.ts';

const by = (name: string): Record<string, unknown> => ({
  ...person(name),
  accessKeyId: `ASIA${name.toUpperCase().padEnd(16, '0')}`,
});
const create = (name: string, how: Difference = {}) => record('iam', 'CreateUser', { by: by(name), ...how });
const list = (name: string) => record('s3', 'ListBuckets', { by: by(name) });

describe('what somebody who prepares can teach', () => {
  /** Ten days of warming up with so many calls a day, then the act; ann has peers who never do it. */
  async function warmedUp(calls: number) {
    const log = new Log();
    for (const day of span(20700, 20720))
      await log.day(day, [...'abc'].map((letter) => list(`peer${letter}`)).concat(list('ann')));
    for (const day of span(20721, 20730))
      await log.day(
        day,
        [...'abc'].map((letter) => list(`peer${letter}`)).concat(Array.from({ length: calls }, () => create('ann'))),
      );
    const { scored } = await log.day(20731, [create('ann'), create('peera')]);
    return {
      log,
      ann: scored.find(({ subject }) => subject.activity.who.name === 'ann'),
      peer: scored.find(({ subject }) => subject.activity.who.name === 'peera'),
    };
  }

  it('is the same with thirty calls a day as with one: days count, and principals', async () => {
    const [much, little] = [await warmedUp(30), await warmedUp(1)];
    const told = ({ ann }: typeof much) =>
      ann?.evidence.filter(({ kind }) => kind !== 'volume').map(({ value, bits }) => [value, bits]);
    expect(told(much)).toEqual(told(little));
    expect(much.log.texts('L#')).toEqual(little.log.texts('L#'));
    const values = ({ ann }: typeof much) => [...(ann?.subject.profile?.values ?? [])];
    expect(values(much)).toEqual(values(little));
    // It has become its own, and only its own: the first day alerted, so for a month it is no reference for a peer.
    const ofPeer = ({ peer }: typeof much) => peer?.evidence.find(({ kind }) => kind === 'action');
    expect(ofPeer(much)).toEqual(ofPeer(little));
    expect(ofPeer(much)).toMatchObject({ value: 'iam:CreateUser', use: { peers: [0, 3], organisation: [0, 3] } });
    expect(told(much)?.some(([value]) => value === 'iam:CreateUser')).toBe(false);
  });

  it('is loud on its first day, and the more so with thirty calls', async () => {
    const first = async (calls: number) => {
      const log = new Log();
      for (const day of span(20700, 20720)) await log.day(day, [list('ann'), list('peera')]);
      const { scored } = await log.day(
        20721,
        Array.from({ length: calls }, () => create('ann')),
      );
      return scored[0]?.record.acute ?? 0;
    };
    const [loud, quiet] = [await first(30), await first(1)];
    expect(quiet).toBeGreaterThan(8);
    expect(loud).toBeGreaterThan(quiet);
  });

  it('of a volume comes slowly: it is no more than twice as usual after a flood', async () => {
    const log = new Log();
    const calls = (count: number) => Array.from({ length: count }, () => list('ann'));
    for (const day of span(20700, 20729)) await log.day(day, calls(10));
    const rateOf = async (day: number, count: number) => (await log.day(day, calls(count))).scored[0]?.record.rate ?? 0;
    const first = await rateOf(20730, 2000);
    expect(first).toBeGreaterThan(8);
    for (const day of span(20731, 20734)) await log.day(day, calls(10));
    // The day of the flood is remembered, as one in thirty-odd days on which there was as much.
    expect(await rateOf(20735, 2000)).toBeGreaterThan(0);
  });
});

/** Learns days of one principal by hand; `alerted`: what the reasons of an alert on that day were. */
function learnt(
  days: readonly { readonly day: number; readonly values: readonly string[]; readonly alerted?: readonly string[] }[],
) {
  const state = new Map<string, StateItem>();
  for (const { day, values, alerted = [] } of days) {
    const profile = state.get(profileKey(WHO.key)) as ProfileItem | undefined;
    const context = { parents: new Parents(state, day), baselines: baselinesOf({}, day) };
    const lesson = new Lesson(day);
    lesson.add(score(subjectOf(activityOf(day, values), profile), context), alerted);
    for (const [key, item] of lesson.items()) state.set(key, join(state.get(key) ?? item, item));
  }
  return {
    state,
    usersOn: (day: number, value: string, level = EVERYBODY) => new Parents(state, day).users(level, value, -1),
  };
}

describe('what peers are told', () => {
  it('is who used a value, once, however often, from its first day on', () => {
    const { state, usersOn } = learnt(span(1100, 1150).map((day) => ({ day, values: ['nAS7', `n${day}`] })));
    expect([usersOn(1100, 'nAS7'), usersOn(1101, 'nAS7'), usersOn(1151, 'nAS7', PEERS)]).toEqual([0, 1, 1]);
    for (const key of parentKeys([EVERYBODY], 1151)) {
      const item = state.get(key);
      for (const [, users] of item?.kind === 'parent' ? item.values : []) expect(users).toHaveLength(2);
    }
  });

  it('is told again in the next half-year, so that what goes on is not forgotten', () => {
    const { usersOn } = learnt(span(1080, 1480).map((day) => ({ day, values: ['nAS7'] })));
    expect([usersOn(1200, 'nAS7'), usersOn(1480, 'nAS7')]).toEqual([1, 1]);
    const { usersOn: once } = learnt([{ day: 1080, values: ['nAS7'] }]);
    expect([once(1081, 'nAS7'), once(1460, 'nAS7')]).toEqual([1, 0]);
  });

  it('is not what an alert was about, for thirty days, though it is used on each of them', () => {
    const days = span(1100, 1135).map((day) => ({
      day,
      values: ['nAS7', 'nhome'],
      alerted: day === 1100 ? ['nAS7'] : [],
    }));
    const { usersOn } = learnt(days);
    expect([usersOn(1101, 'nAS7'), usersOn(1131, 'nAS7'), usersOn(1132, 'nAS7')]).toEqual([0, 0, 1]);
    expect(usersOn(1101, 'nhome')).toBe(1);
    for (const level of [PEERS, EVERYBODY]) expect(usersOn(1131, 'nAS7', level)).toBe(0);
  });

  it('and begins anew with each alert about it', () => {
    const days = span(1100, 1170).map((day) => ({
      day,
      values: ['nAS7'],
      alerted: day === 1100 || day === 1125 ? ['nAS7'] : [],
    }));
    const { usersOn } = learnt(days);
    expect([usersOn(1156, 'nAS7'), usersOn(1157, 'nAS7')]).toEqual([0, 1]);
  });

  it('is the principal’s own all the same: what it did is no news to itself', () => {
    const { state } = learnt([
      { day: 1100, values: ['nAS7', 'aiam:CreateUser'], alerted: ['nAS7', 'aiam:CreateUser'] },
    ]);
    const profile = state.get(profileKey(WHO.key)) as ProfileItem;
    expect([...profile.values.keys()].sort()).toEqual(['aiam:CreateUser', 'nAS7', 'siam']);
    const { record: again } = score(subjectOf(activityOf(1101, ['nAS7']), profile), {
      parents: new Parents(state, 1101),
      baselines: baselinesOf({}, 1101),
    });
    expect(again.classes[0]).toBe(0);
  });

  it('does not depend on how often a day is learnt, or in how many parts it was told', () => {
    const day = { day: 1100, values: ['nAS7', 'as3:GetObject'] };
    expect([...learnt([day, day]).state].sort()).toEqual([...learnt([day]).state].sort());
    const parts = joinActivities(activityOf(1100, ['nAS7']), activityOf(1100, ['as3:GetObject']));
    expect([...parts.values.keys()]).toEqual(day.values);
  });
});
