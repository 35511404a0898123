import { describe, expect, it } from 'vitest';
import { DAY } from '../../shared/cloudtrail/time.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { lifetime, trimmed } from '../../shared/state/trim.ts';
import { activityOf, parentOf, profileOf, recordOf } from './made.ts';

const summary: StateItem = { kind: 'summary', day: 1000, records: new Map([['a', recordOf()]]) };

describe('how long an item matters', () => {
  it.each<[kind: string, item: StateItem, endOfDay: number, days: number]>([
    ['activity of a day: while late files come', activityOf(1000, ['nAS1']), 1001, 10],
    ['a profile: over a year from its last day', profileOf([10, 1000]), 1001, 400],
    ['a summary: as long as what is usual is told by it', summary, 1001, 100],
    [
      'a parent: from the last that it learnt',
      parentOf([
        ['v', [1, 2], 10],
        ['w', [1], 1000],
        ['v', [3], 900],
      ]),
      1001,
      400,
    ],
    ['a parent of nothing', parentOf([]), 1, 400],
  ])('%s', (_kind, item, day, days) => {
    expect(lifetime(item)).toEqual({ oldest: day * DAY, keep: days * DAY });
    const last = (day + days) * DAY;
    expect(trimmed(item, last)).toBe(item);
    expect(trimmed(item, last + 1)).toBeUndefined();
    expect(trimmed(item, 0)).toBe(item);
  });

  it('days that first-seen rules keep are kept for good', () => {
    expect(lifetime({ kind: 'days', values: new Map() })).toBeUndefined();
  });

  it('a register without a keep is for good, and an empty one ends with its keep', () => {
    expect(lifetime({ kind: 'register', entries: [] })).toBeUndefined();
    expect(lifetime({ kind: 'window', entries: [], keep: 5 })).toEqual({ oldest: 0, keep: 5 });
  });
});
