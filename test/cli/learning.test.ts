import { describe, expect, it } from 'vitest';
import { Learning } from '../../functions/cli/learning.ts';
import type { Behaved } from '../../shared/pipeline/behave.ts';

const day = (since: number, acute: number, isLearning: boolean, budget = 1): Behaved => ({
  scored: [{} as Behaved['scored'][number]],
  crossings: [],
  budget,
  thresholds: { acute, rate: 6, slow: 21, days: 1, since, isLearning },
});

describe('what a replay says of learning', () => {
  it.each([
    [
      day(20_000, Number.POSITIVE_INFINITY, true),
      /learning until 2024-10-18 at the earliest: in the first week only rules alert$/,
    ],
    [day(20_000, 18, true), /until then only more than 18 bits alert; rules alert at once$/],
    [
      day(20_000, 15.25, false),
      /for about one alert a day it takes 15\.3 bits \(acute\), 6\.0 \(rate\), 21\.0 \(slow\)$/,
    ],
    [day(20_000, 15.25, false, 2), /for about 2 alerts a day it takes/],
  ])('depends on how much is known', (behaved, text) => {
    const learning = new Learning(new Set());
    expect(learning.text).toBeUndefined();
    learning.day(20_030, behaved);
    expect(learning.text).toMatch(text);
    expect(learning.warning).toBeUndefined();
  });

  it('warns when older days come into a store that holds later ones, not when the same come again', () => {
    const held = new Set([20_010, 20_011]);
    const [again, further, older] = [new Learning(held), new Learning(held), new Learning(held)];
    again.day(20_010, day(20_010, 18, true));
    further.day(20_012, day(20_010, 18, true));
    older.day(20_009, day(20_010, 18, true));
    expect([again.warning, further.warning]).toEqual([undefined, undefined]);
    expect(older.warning).toContain('until 2024-10-15: they keep the scores they had');
    expect(older.json()).toMatchObject({ outOfOrder: true, thresholds: { acute: 18, rate: null } });
  });
});
