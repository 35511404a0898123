import { describe, expect, it } from 'vitest';
import type { NoveltyEvidence } from '../../shared/behaviour/evidence.ts';
import type { DayRecord } from '../../shared/state/summary.ts';
import { activityOf, profileOf, recordOf } from '../state/made.ts';
import { contextOf, type Days, EVERYBODY, PEERS, scored, span, TODAY, type Uses } from './made.ts';

const OLD = span(60, 99);
const classesOf = (network: number): DayRecord => recordOf({ classes: [network, -1, -1, -1, -1, -1, -1] });

function noveltyOf(
  value: string,
  active: readonly number[],
  uses: Uses = {},
  days: Days = {},
  own: Record<string, readonly number[]> = {},
) {
  const profile = active.length === 0 ? undefined : profileOf(active, own);
  const { evidence, record } = scored(activityOf(TODAY, [value]), profile, contextOf(uses, days));
  const found = evidence.find((one): one is NoveltyEvidence => one.kind === 'novelty');
  return { found, classes: record.classes };
}

describe('how new the newest value of a feature is', () => {
  it.each<[what: string, own: Record<string, readonly number[]>, uses: Uses, kind: number]>([
    ['known to nobody', {}, {}, 3],
    ['known in the organisation', {}, { [EVERYBODY]: { nAS1: 1 } }, 2],
    ['known to a peer', {}, { [EVERYBODY]: { nAS1: 1 }, [PEERS]: { nAS1: 1 } }, 1],
    ['its own', { nAS1: [99] }, {}, 0],
    ['its own 120 days ago', { nAS1: [TODAY - 120] }, {}, 0],
    ['its own 121 days ago', { nAS1: [TODAY - 121] }, {}, 3],
    ['its own from today or later only', { nAS1: [TODAY, 130] }, {}, 3],
    ['known of in another way', { uAS1: [99] }, { [EVERYBODY]: { uAS1: 5 } }, 3],
  ])('%s', (_what, own, uses, kind) => {
    expect(noveltyOf('nAS1', [-21, ...OLD], uses, {}, own).classes[0]).toBe(kind);
  });

  it('its own use is no peer’s, and a day without values of a feature is of no class', () => {
    const { classes } = scored(activityOf(TODAY, ['nAS1']), undefined).record;
    expect(classes).toEqual([3, -1, -1, -1, -1, -1, -1]);
  });

  it('is that of the worst value; of equals the first by name, in any order', () => {
    const values = ['nAS2', 'nAS9', 'nAS1', 'nAS5'];
    const profile = profileOf(OLD, { nAS2: OLD });
    const told = [values, [...values].reverse()].map((order) => {
      const { evidence } = scored(activityOf(TODAY, order), profile, contextOf({ [EVERYBODY]: { nAS1: 2 } }));
      return evidence.find(({ kind }) => kind === 'novelty')?.value;
    });
    expect(told).toEqual(['AS5', 'AS5']);
  });
});

describe('the evidence in a new value', () => {
  const nobody: Uses = {};
  const organisation: Uses = { [EVERYBODY]: { nAS1: 1, dsts: 1, cX: 1, hA: 1, tA: 1, uA: 1 } };

  // log2 of the attacker's share of this class or newer, over that of ordinary days: settled .1, .03, .005; new .5, .15, .05.
  it.each([
    ['nAS1', 'settled', nobody, 6.6], // .50 / .005
    ['nAS1', 'settled', organisation, 4.3], // .60 / .03
    ['nAS1', 'new', nobody, 3.3], // .50 / .05
    ['nAS1', 'new', organisation, 2], // .60 / .15
    ['uA', 'settled', nobody, 5.3], // .20 / .005
    ['dsts', 'settled', nobody, 3.3], // .05 / .005
    ['dsts', 'new', nobody, undefined], // .05 / .05
    ['tA', 'new', nobody, 3], // .40 / .05
    ['hA', 'new', organisation, undefined], // .15 / .15
    ['cX', 'settled', nobody, 5.3], // .20 / .005
  ] as const)('of %s of somebody %s is worth its bits', (value, age, uses, bits) => {
    expect(noveltyOf(value, age === 'settled' ? OLD : [], uses).found?.bits).toBe(bits);
  });

  it('is told apart by age: none and 1 or 2 active days are new, from 3 on settled', () => {
    const bits = [0, 1, 2, 3, 10, 40].map((age) => noveltyOf('nAS1', OLD.slice(0, age)).found?.bits);
    expect(bits).toEqual([3.3, 3.3, 3.3, 6.6, 6.6, 6.6]);
  });

  it('is less where such days are usual: of the class, then of peers, then its own', () => {
    // 20 days of the class with class 3: (20 + 20 * .005) / 40 = .5025; half an attacker's: none.
    const ofClass = { [TODAY - 1]: Array.from({ length: 20 }, () => ({ ...classesOf(3), peers: 'others' })) };
    expect(noveltyOf('nAS1', OLD, {}, ofClass).found?.bits).toBeUndefined();
    // 5 of 45: (5 + .1) / 65 = .0785; log2(.5 / .0785).
    const rare = {
      [TODAY - 1]: Array.from({ length: 45 }, (_, index) => ({ ...classesOf(index < 5 ? 3 : 0), peers: 'others' })),
    };
    expect(noveltyOf('nAS1', OLD, {}, rare).found?.bits).toBe(2.7);
    // Peers weigh more: of the class (1 + .1) / 21 = .0524, of peers (1 + .524) / 11 = .1385.
    const ofPeers = { [TODAY - 1]: [classesOf(3)] };
    expect(noveltyOf('nAS1', OLD, {}, ofPeers).found?.bits).toBe(1.9);
  });

  it('is no less for what comes on the day itself or later (law 4)', () => {
    const rows = Array.from({ length: 50 }, () => classesOf(3));
    const later = { [TODAY]: rows, [TODAY + 1]: rows };
    expect(noveltyOf('nAS1', OLD, {}, later).found?.bits).toBe(6.6);
  });

  it('is less for who brings new values often itself, of days of its own age', () => {
    const records = new Map(OLD.map((day) => [day, recordOf({ age: 40, classes: [3, 0, 0, 0, 0, 0, 0] })]));
    const settled = scored(activityOf(TODAY, ['nAS1']), profileOf(OLD, {}, { records }));
    expect(settled.evidence.filter(({ kind }) => kind === 'novelty')).toEqual([]);
    const young = new Map([...records].map(([day, row]) => [day, { ...row, age: 1 }] as const));
    const others = scored(activityOf(TODAY, ['nAS1']), profileOf(OLD, {}, { records: young }));
    expect(others.evidence.find(({ kind }) => kind === 'novelty')?.bits).toBe(6.6);
  });

  it('quotes what is usual instead, the most used first', () => {
    const own = { nAS2: OLD, nAS3: [70, 71], nAS4: [72], nAS9: [110] };
    expect(noveltyOf('nAS1', OLD, {}, {}, own).found).toMatchObject({
      usual: [
        ['AS2', 40],
        ['AS3', 2],
      ],
      use: { days: 0, activeDays: 40, first: undefined, last: undefined, peers: [0, 0], organisation: [0, 0] },
      witnesses: [{ id: 'e0' }],
    });
  });
});
