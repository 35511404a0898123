import { describe, expect, it } from 'vitest';
import { type Bits, CHANNELS } from '../../shared/evaluate/lines.ts';
import { acute, NONE, recallFor, TEN } from './bits.ts';
import { at, days, evaluated, label, score } from './made.ts';

/** `to` down to 1. */
const down = (to: number): number[] => Array.from({ length: to }, (_, index) => to - index);
/** Twenty a channel, each of other principal-days. */
const APART = CHANNELS.flatMap((channel) => down(20).map((bits): Bits => ({ ...NONE, [channel]: bits })));

describe('recall at a number of benign alerts a day', () => {
  it('is what is above the threshold that so many benign principal-days exceed', () => {
    const { budgets, needed } = recallFor(acute(100, 98.5, 97, 90.5, 1), acute(...down(100)));
    expect(budgets.map(({ budget, benign, thresholds, all }) => [budget, benign, thresholds.acute, all.found])).toEqual(
      [
        [0.2, 2, 98, 2],
        [0.5, 5, 95, 3],
        [1, 10, 90, 4],
        [2, 20, 80, 4],
        [5, 50, 50, 4],
      ],
    );
    expect(budgets.map(({ benignADay }) => benignADay)).toEqual([0.2, 0.5, 1, 2, 5]);
    expect(needed).toEqual([
      { recall: 0.8, benignADay: 1 },
      { recall: 0.9, benignADay: 10 },
      { recall: 0.95, benignADay: 10 },
    ]);
  });

  it('takes no alerts of a tie that does not fit whole, and finds no attack that is level with the threshold', () => {
    const { budgets } = recallFor(acute(51, 50), acute(60, 50, 50, 50, 40));
    expect(budgets.slice(0, 2).map(({ benign, thresholds, all }) => [benign, thresholds.acute, all.found])).toEqual([
      [1, 50, 1],
      [5, 0, 2],
    ]);
  });

  it('opens acute, rate and slow by 7 : 2 : 1 until the union of them is the budget', () => {
    const one = recallFor([], APART).budgets[2];
    expect(one?.benign).toBe(10);
    expect(one?.thresholds).toEqual({ acute: 13, rate: 18, slow: 19 });
  });

  it('opens further when the same principal-days are alerts in several channels', () => {
    const benign = down(20).map((bits) => ({ acute: bits, rate: bits, slow: bits }));
    const one = recallFor([], benign).budgets[2];
    expect(one?.benign).toBe(10);
    expect(one?.thresholds.acute).toBe(10);
  });

  it('says which channels find an attack; several may', () => {
    const { budgets } = recallFor(
      [
        { acute: 13.5, rate: 18.5, slow: 0 },
        { ...NONE, slow: 30 },
      ],
      APART,
    );
    expect(budgets[2]).toMatchObject({ all: { found: 2, of: 2 }, channels: { acute: 1, rate: 1, slow: 1 } });
  });

  it('never takes no evidence for an alert, however much is allowed', () => {
    const { budgets, needed } = recallFor([NONE], [...acute(3), NONE, NONE]);
    expect(budgets.map(({ benign, all }) => [benign, all.found])).toEqual([1, 1, 1, 1, 1].map(() => [1, 0]));
    expect(needed.map(({ benignADay }) => benignADay)).toEqual([null, null, null]);
  });

  it('can be told without benign days, and without attacks', () => {
    expect(recallFor(acute(0.1), []).budgets[0]).toMatchObject({ benign: 0, all: { found: 1, of: 1 } });
    expect(recallFor([], []).needed[0]).toEqual({ recall: 0.8, benignADay: null });
  });
});

describe('recall of a run', () => {
  it('finds on the days of the act, not on those of its preparation, and takes neither for benign', () => {
    const warm = label('A11-1', 'mallory', [at(6), at(7), at(8)], { warmup: 2 });
    const scores = [score('mallory', 6, 50), score('mallory', 7, 50), score('mallory', 8, 5), score('bob', 8, 9)];
    const { recall, attacks } = evaluated({ labels: [warm], scores }, TEN);
    expect(recall).toMatchObject({ benignPrincipalDays: 1 });
    expect(attacks[0]?.benignADay).toBe(0.1);
  });

  it('takes the best of several lines, and judges by those of the window alone', () => {
    const labels = [label('A1-1', 'mallory', [at(8)]), label('A2-1', 'eve', [at(2)])];
    const scores = [score('mallory', 8, 1), score('mallory', 8, 20), score('bob', 2, 90), score('bob', 9, 10)];
    const { recall, attacks, labels: counts } = evaluated({ labels, scores }, days(10));
    expect(recall?.benignPrincipalDays).toBe(1);
    expect(attacks.map(({ id, benignADay }) => [id, benignADay])).toEqual([['A1-1', 0]]);
    expect(counts).toEqual({ all: 2, inWindow: 1, withoutSteps: 0, withoutScore: 0 });
  });

  it('counts an attack without a score as missed, and says so', () => {
    const { recall, labels } = evaluated({ labels: [label('A1-1', 'mallory', [at(8)])], scores: [] }, TEN);
    expect(recall?.budgets[4]?.all).toEqual({ found: 0, of: 1 });
    expect(labels.withoutScore).toBe(1);
  });

  it('has families in the order of their numbers', () => {
    const labels = ['U-inplace', 'A10', 'A2', 'A1'].map((family, index) =>
      label(`x-${index}`, `p${index}`, [at(8)], { family }),
    );
    const { recall, found } = evaluated({ labels, scores: [] }, TEN);
    const order = ['A1', 'A2', 'A10', 'U-inplace'];
    expect(recall?.budgets[0]?.families.map(({ family }) => family)).toEqual(order);
    expect(found.families.map(({ family }) => family)).toEqual(order);
  });

  it('is not there without scores', () => {
    const { recall, young } = evaluated({ labels: [label('A1-1', 'm', [at(8)])], scores: null }, TEN);
    expect([recall, young]).toEqual([null, null]);
  });
});
