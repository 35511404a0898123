import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../shared/cloudtrail/time.ts';
import { StateDelta } from '../../shared/state/delta.ts';
import { decodeItem, encodeItem } from '../../shared/state/encode.ts';
import { join } from '../../shared/state/join.ts';
import {
  ANY_VALUE,
  DAYS_KEPT,
  REGISTER_ENTRIES,
  type StateItem,
  VALUES_KEPT,
  WINDOW_VALUES_A_MINUTE,
} from '../../shared/state/kinds.ts';
import { activityItem, overBehaviourCap, parentItem, profileItem, summaryItem } from './behaviour-items.ts';
import { daysItem, firstsWindowItem, registerItem, thinWindowItem, waitingItem, windowItem } from './state-items.ts';

/** An item as stores have it: once joined, so sorted and within the caps. */
const stored = (item: StateItem): StateItem => join(item, { ...item });

describe.each<[kind: StateItem['kind'], items: fc.Arbitrary<StateItem>, runs: number]>([
  ['register', registerItem, 150],
  ['window', windowItem, 150],
  ['window', thinWindowItem, 150],
  ['window', firstsWindowItem, 150],
  ['waiting', waitingItem, 60],
  ['days', daysItem, 60],
  ['activity', activityItem, 100],
  ['profile', profileItem, 60],
  ['parent', parentItem, 80],
  ['summary', summaryItem, 150],
])('law 2: joining a %s', (_kind, raw, numRuns) => {
  const items = raw.map(stored);
  const law = (check: (a: StateItem, b: StateItem, c: StateItem) => [StateItem, StateItem]): void => {
    fc.assert(
      fc.property(items, items, items, (a, b, c) => {
        const [left, right] = check(a, b, c);
        expect(encodeItem(left) === encodeItem(right)).toBe(true);
      }),
      { numRuns },
    );
  };

  it('is commutative', () => {
    law((a, b) => [join(a, b), join(b, a)]);
  });
  it('is associative', () => {
    law((a, b, c) => [join(join(a, b), c), join(a, join(b, c))]);
  });
  it('is idempotent, and whatever was joined before changes nothing when joined again', () => {
    law((a) => [join(a, stored(a)), a]);
    law((a, b, c) => [join(join(join(a, b), c), a), join(join(a, b), c)]);
  });
  it('stays the same when written and read', () => {
    law((a) => [decodeItem('key', encodeItem(a)), a]);
  });
  it('stays within its caps', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        expect(overCap(join(a, b))).toBe('');
      }),
      { numRuns },
    );
  });
});

function overCap(item: StateItem): string {
  if (item.kind === 'register') return item.entries.length > REGISTER_ENTRIES ? 'register' : '';
  if (item.kind === 'window') {
    const { most, every } = item.thin ?? { most: WINDOW_VALUES_A_MINUTE, every: MINUTE };
    const stretches = Map.groupBy(item.entries, ({ time }) => Math.floor(time / every));
    return [...stretches.values()].some(({ length }) => length > 2 * most) ? 'window' : '';
  }
  if (item.kind !== 'days') return overBehaviourCap(item);
  if ([...item.values.keys()].filter((value) => value !== ANY_VALUE).length > VALUES_KEPT) return 'values';
  return [...item.values.values()].some(({ length }) => length > DAYS_KEPT + 1) ? 'days' : '';
}

const idsOf = (item: StateItem): string[] => ('entries' in item ? item.entries.map(({ id }) => id) : []);

describe('what a cap keeps', () => {
  const entries = Array.from({ length: 200 }, (_, index) => ({ time: index, id: `e${index}`, value: `v${index}` }));

  it('of a register the newest', () => {
    const item = stored({ kind: 'register', entries: entries.map((entry) => ({ ...entry, revision: 0 })) });
    expect(idsOf(item)).toEqual(entries.slice(-REGISTER_ENTRIES).map(({ id }) => id));
  });

  it('of a window the first values of each minute, so that a crossing is where it was', () => {
    const first = entries.slice(0, WINDOW_VALUES_A_MINUTE).map(({ id }) => id);
    expect(idsOf(stored({ kind: 'window', entries, keep: 1000 })).slice(0, first.length)).toEqual(first);
  });

  it('of a window no value less because another is repeated', () => {
    const flood = Array.from({ length: 1000 }, (_, index) => ({ time: index, id: `f${index}`, value: 'again' }));
    const few = entries.slice(0, 20).map((entry) => ({ ...entry, time: 500 }));
    const kept = idsOf(stored({ kind: 'window', entries: [...flood, ...few], keep: 1000 }));
    expect(kept).toEqual(expect.arrayContaining(few.map(({ id }) => id)));
  });

  it('of a window that needs more values, more of them', () => {
    const thin = { most: 150, every: MINUTE };
    expect(idsOf(stored({ kind: 'window', entries, keep: 1000, thin })).length).toBe(200);
    expect(idsOf(stored({ kind: 'window', entries, keep: 1000, thin: { ...thin, most: 80 } })).length).toBe(160);
  });

  it('of days the first for good, so that "since" stays true', () => {
    const all = Array.from({ length: 1000 }, (_, day) => day);
    const item = join({ kind: 'days', values: new Map([['v', all]]) }, { kind: 'days', values: new Map([['v', [5]]]) });
    const kept = item.kind === 'days' ? (item.values.get('v') ?? []) : [];
    expect([kept[0], kept[1], kept.at(-1), kept.length]).toEqual([0, 1000 - DAYS_KEPT, 999, DAYS_KEPT + 1]);
  });
});

describe('a delta', () => {
  it('takes a flood of one subject all day long without sorting it over and over', () => {
    const delta = new StateDelta();
    for (let index = 0; index < 300_000; index += 1)
      delta.window('W', { time: index * 288, id: `e${index}`, value: `v${index}` }, MINUTE);
    const item = delta.items().get('W');
    const kept = item?.kind === 'window' ? item.entries.length : 0;
    expect(kept).toBeGreaterThanOrEqual(1440 * WINDOW_VALUES_A_MINUTE);
    expect(kept).toBeLessThan(300_000);
  });

  it('comes to the same as joining each of its entries, also beyond what it gathers loosely', () => {
    const one = fc.record({ time: fc.nat(3 * MINUTE), id: fc.constantFrom('a', 'b', 'c'), revision: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 40 }), fc.constantFrom(1, 150), (entries, times) => {
        const delta = new StateDelta();
        let register: StateItem = { kind: 'register', entries: [], keep: 0 };
        let window: StateItem = { kind: 'window', entries: [], keep: 0 };
        let days: StateItem = { kind: 'days', values: new Map() };
        for (const { time, id, revision } of Array.from({ length: times }, () => entries).flat()) {
          delta.register('R', { time, id, revision, value: `v${time % 3}` }, 5);
          delta.window('W', { time, id, value: `v${time % 3}` }, 5);
          delta.day('D', id, time % 7);
        }
        for (const { time, id, revision } of entries) {
          const value = `v${time % 3}`;
          register = join(register, { kind: 'register', entries: [{ time, id, revision, value }], keep: 5 });
          window = join(window, { kind: 'window', entries: [{ time, id, value }], keep: 5 });
          days = join(days, {
            kind: 'days',
            values: new Map([
              [id, [time % 7]],
              [ANY_VALUE, [time % 7]],
            ]),
          });
        }
        const items = [...delta.items()].map(([key, item]) => [key, encodeItem(item)]).sort();
        expect(items).toEqual([
          ['D', encodeItem(days)],
          ['R', encodeItem(register)],
          ['W', encodeItem(window)],
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
