import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { profileKey } from '../../shared/behaviour/learn.ts';
import { generationOf, ORGANISATION, parentKey } from '../../shared/behaviour/parents.ts';
import { isoDay } from '../../shared/cloudtrail/time.ts';
import { BRIEF, baselineText, legend, WHOLE } from '../../shared/explain/baseline-text.ts';
import { loadBaseline } from '../../shared/explain/load-baseline.ts';
import { type DayBits, joinBits, onDay } from '../../shared/state/day-bits.ts';
import { hash32 } from '../../shared/state/hash.ts';
import { MEMBER, usersSince } from '../../shared/state/parent.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import type { DayRecord } from '../../shared/state/summary.ts';

const FIRST = 20_000;
const KEY = '111111111111/sso/Dev/alice@example.com';
const days = (...on: readonly number[]): DayBits => on.map((day) => onDay(FIRST + day)).reduce(joinBits);
const every = (from: number, to: number): DayBits =>
  days(...Array.from({ length: to - from + 1 }, (_, index) => from + index));

const record = (events: number): DayRecord => ({
  peers: 'sso:Dev',
  class: 'human',
  age: 0,
  counts: [events, 0, 0, 0, 2],
  fresh: [0, 0, 0],
  classes: [0, 0, 0, -1, -1, 0, -1],
  acute: 1.5,
  rate: 0,
  slow: 3,
  alerted: events > 100 ? 1 : 0,
});
const profile: ProfileItem = {
  kind: 'profile',
  who: { key: KEY, name: 'alice@example.com', account: '111111111111', class: 'human', peers: 'sso:Dev' },
  active: every(0, 29),
  values: new Map([
    ['aiam:GetUser', every(0, 29)],
    ['aiam:CreateUser', days(3)],
    ['siam', every(0, 29)],
    ['n198.51.100.0/24', every(0, 29)],
    ['n203.0.113.0/24', days(0, 5, 10, 15)],
    ['u\u202eevil', days(25)],
  ]),
  records: new Map(Array.from({ length: 30 }, (_, day) => [FIRST + day, record(day === 29 ? 200 : 20)])),
  contested: new Map([['aiam:CreateUser', days(3)]]),
};

async function known(): Promise<MemoryStateStore> {
  const state = new MemoryStateStore();
  const others = [hash32('bob'), hash32('carol')];
  const users = new Map([
    [MEMBER, usersSince([...others, hash32(KEY)], FIRST, MEMBER)],
    ['aiam:GetUser', usersSince(others, FIRST + 2, 'aiam:GetUser')],
  ]);
  const generation = generationOf(FIRST + 2);
  const items = [...users].flatMap(([value, list]) => {
    const key = parentKey(ORGANISATION, generation, hash32(value));
    return [[key, { kind: 'parent' as const, values: new Map([[value, list]]) }] as const];
  });
  await state.merge(new Map([[profileKey(KEY), profile]]));
  for (const item of items) await state.merge(new Map([item]));
  return state;
}

describe('what is normal for a principal', () => {
  it('is told as of the beginning of a day, the most used first', async () => {
    const baseline = await loadBaseline(await known(), KEY, FIRST + 20);
    expect(baseline).toMatchObject({
      principal: KEY,
      asOf: isoDay(FIRST + 20),
      first: isoDay(FIRST),
      last: isoDay(FIRST + 19),
      activeDays: 20,
      class: 'human',
      peerGroup: 'sso:Dev',
    });
    const [iam] = baseline?.services ?? [];
    expect(iam).toMatchObject({ value: 'iam', days: 20, word: 'frequent' });
    expect(iam?.actions).toMatchObject([
      { value: 'iam:GetUser', days: 20, word: 'frequent', first: isoDay(FIRST), contested: false },
      { value: 'iam:CreateUser', days: 1, word: 'infrequent', last: isoDay(FIRST + 3), contested: true },
    ]);
    const networks = baseline?.features.find(({ feature }) => feature === 'n')?.values;
    expect(networks?.map(({ value, days: on, word }) => [value, on, word])).toEqual([
      ['198.51.100.0/24', 20, 'frequent'],
      ['203.0.113.0/24', 4, 'infrequent'],
    ]);
    expect(baseline?.features.find(({ feature }) => feature === 'u')?.values).toEqual([]);
    // Always 20 a day; few days lean on what is usual for its like.
    expect(baseline?.counts[0]).toMatchObject({ what: 'calls', days: 20 });
    expect(baseline?.counts[0]?.median).toBeGreaterThan(10);
    expect(baseline?.counts[0]?.below).toBeGreaterThan(20);
    expect(baseline?.scores.map(({ day }) => day)).toHaveLength(20);
    expect(baseline?.scored).toMatchObject({ day: isoDay(FIRST + 20), events: 20 });
  });

  it('counts others without itself, and only those who came before the day', async () => {
    const state = await known();
    const others = async (day: number): Promise<unknown> => {
      const baseline = await loadBaseline(state, KEY, FIRST + day);
      return [baseline?.others, baseline?.services[0]?.actions[0]?.others];
    };
    expect(await others(2)).toEqual([2, 0]);
    expect(await others(3)).toEqual([2, 2]);
  });

  it('is nothing before the first day, and for who is not known', async () => {
    const state = await known();
    expect(await loadBaseline(state, KEY, FIRST)).toBeUndefined();
    expect(await loadBaseline(state, `${KEY}x`, FIRST + 20)).toBeUndefined();
  });

  it('is text of at most 100 columns, in which log text can not hide', async () => {
    const baseline = await loadBaseline(await known(), KEY, FIRST + 30);
    if (baseline === undefined) throw new Error('expected a baseline');
    for (const extent of [WHOLE, BRIEF]) {
      const lines = baselineText(baseline, extent);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(lines.join('')).not.toMatch(/\p{Cf}/u);
      expect(lines[1]).toContain(`known since ${isoDay(FIRST)}`);
    }
    const text = baselineText(baseline, WHOLE).join('\n');
    expect(text).toMatch(/GetUser +frequent +30\/30 /);
    expect(text).toMatch(/CreateUser +rare\* +1\/30 /);
    expect(text).toMatch(/denied calls .* 0\/30 {2}none yet/);
    expect(text).toContain('None known: regions, times of day, targets, denied services, access keys');
    expect(text).toMatch(/200 {2}alert\n/);
    expect(text).toContain('… 20 earlier days');
    expect(legend([baseline]).join()).toContain('*: a reason of an alert');
  });
});
