import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenEvents } from '../../shared/pipeline/seen-events.ts';

const id = fc.oneof(
  fc.uuid(),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', '\ud800', '\ud801', '\ufffd', '"\\ud800"', 'a1b2c3d4e5/JKJaXmPLvHcESHA=', '0'.repeat(36)),
);
const telling = fc.tuple(id, fc.constantFrom('111111111111', '222222222222', '__proto__', ''), fc.nat(1));

describe('SeenEvents', () => {
  it('tells what is new from what was told, for ids of any kind', () => {
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 60 }), (tellings) => {
        const seen = new SeenEvents();
        const known = new Map<string, Set<number>>();
        for (const [one, account, revision] of tellings) {
          const key = JSON.stringify([one, account]);
          const told = known.get(key) ?? new Set<number>();
          const expected = told.has(revision) ? 'duplicate' : told.size > 0 ? 'again' : 'new';
          expect(seen.tell(one, account, revision)).toBe(expected);
          known.set(key, told.add(revision));
        }
        expect(seen.size).toBe(known.size);
      }),
      { numRuns: 500 },
    );
  });
  it('keeps apart as many as come', () => {
    const seen = new SeenEvents();
    const ids = Array.from({ length: 5000 }, (_, n) => `a1b2c3d4e5/JKJaXmPL${n}=`);
    expect(ids.map((one) => seen.tell(one, '1', 0)).filter((told) => told !== 'new')).toEqual([]);
    expect(ids.map((one) => seen.tell(one, '1', 0)).filter((told) => told !== 'duplicate')).toEqual([]);
    expect(seen.size).toBe(5000);
  });
});
