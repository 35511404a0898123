import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, dayOf, HOUR } from '../../shared/cloudtrail/time.ts';
import { type Wave, wavesOf } from '../../shared/live/waves.ts';
import type { ReplayObject } from '../../shared/pipeline/replay-order.ts';

const START = 20_000;
const NOON = 12 * HOUR;

function object(key: string, day: number | undefined, hours = 12): ReplayObject {
  return { key, deliveredAt: day === undefined ? undefined : day * DAY + hours * HOUR };
}

const anyObjects = fc
  .uniqueArray(
    fc.record({
      key: fc.stringMatching(/^[a-z0-9]{1,8}$/),
      minute: fc.option(fc.integer({ min: 0, max: 60 * 24 * 40 }), { nil: undefined }),
    }),
    { selector: ({ key }) => key, maxLength: 60 },
  )
  .map((all) =>
    all.map(
      ({ key, minute }): ReplayObject => ({
        key,
        deliveredAt: minute === undefined ? undefined : START * DAY + minute * 60_000,
      }),
    ),
  );

/** The first day that an object's name allows events of: it is delivered within three hours. */
function earliest(object: ReplayObject): number {
  return object.deliveredAt === undefined ? Number.NEGATIVE_INFINITY : dayOf(object.deliveredAt - 3 * HOUR);
}

describe('the waves of a backfill', () => {
  it('are days in order; what tells no day comes first, and is sealed with nothing but what came before', () => {
    const waves = wavesOf([
      object('c', START + 4),
      object('b', START, 1),
      object('a', START, 4),
      object('x', undefined),
      object('d', START + 4),
    ]);
    expect(waves).toEqual<Wave[]>([
      { day: undefined, keys: ['x'], until: START - 3 },
      { day: START - 1, keys: ['b'], until: START - 2 },
      // The days between are sealed with it, but for the last: files may be late by a day.
      { day: START, keys: ['a'], until: START + 2 },
      { day: START + 4, keys: ['c', 'd'], until: undefined },
    ]);
  });

  it('are one, sealed in the end, when no name tells a day', () => {
    expect(wavesOf([object('b', undefined), object('a', undefined)])).toEqual([
      { day: undefined, keys: ['a', 'b'], until: undefined },
    ]);
    expect(wavesOf([])).toEqual([]);
  });

  it('are of several days when an execution could not hold so many', () => {
    const years = Array.from({ length: 3653 }, (_, day) => ({
      key: String(day).padStart(4, '0'),
      deliveredAt: (START + day) * DAY + NOON,
    }));
    const waves = wavesOf(years);
    expect(waves).toHaveLength(1218);
    expect(waves[0]).toEqual({ day: START, keys: ['0000', '0001', '0002'], until: START + 1 });
    expect(waves.at(-1)).toEqual({ day: START + 3651, keys: ['3651', '3652'], until: undefined });
  });

  it('hold every object once, whatever comes, in an order in which no day is sealed before its files are read', () => {
    fc.assert(
      fc.property(anyObjects, fc.integer({ min: 1, max: 50 }), (objects, most) => {
        const waves = wavesOf(objects, most);
        expect(waves.flatMap(({ keys }) => keys).sort()).toEqual(objects.map(({ key }) => key).sort());
        expect(waves.filter(({ day }) => day !== undefined).length).toBeLessThanOrEqual(most);
        expect(waves.every(({ keys }) => keys.length > 0)).toBe(true);
        const byKey = new Map(objects.map((one) => [one.key, one]));
        let sealed = Number.NEGATIVE_INFINITY;
        for (const { keys, until } of waves) {
          const dated = keys.flatMap((key) => byKey.get(key) ?? []).filter((one) => one.deliveredAt !== undefined);
          for (const one of dated) expect(earliest(one)).toBeGreaterThan(sealed + 1);
          if (until !== undefined) expect(until).toBeGreaterThanOrEqual(sealed);
          sealed = until ?? sealed;
        }
        expect(waves.at(-1)?.until).toBeUndefined();
        expect(waves.slice(0, -1).every(({ until }) => until !== undefined)).toBe(true);
      }),
    );
  });
});
