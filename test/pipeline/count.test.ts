import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingsOf } from '../../shared/pipeline/count.ts';

const at = (minute: number, value: string, id = `e${minute}`) => ({ time: minute * 60_000, id, value });

describe('a count', () => {
  it('crosses once a burst, at the event that reaches the number, and names what led there', () => {
    const entries = [at(0, 'a'), at(1, 'b'), at(2, 'c'), at(3, 'd'), at(4, 'a')];
    expect([...crossingsOf(entries, 3, 10)]).toEqual([['e2', { number: 3, eventIds: ['e0', 'e1', 'e2'] }]]);
  });

  it('counts values, not events', () => {
    expect(crossingsOf([at(0, 'a'), at(1, 'a'), at(2, 'a')], 2, 10).size).toBe(0);
  });

  it('forgets what is as old as the window', () => {
    expect(crossingsOf([at(0, 'a'), at(10, 'b')], 2, 10).size).toBe(0);
    expect(crossingsOf([at(0, 'a'), at(9, 'b')], 2, 10).size).toBe(1);
  });

  it('crosses again once it has fallen below', () => {
    const entries = [at(0, 'a'), at(1, 'b'), at(30, 'a'), at(31, 'b')];
    expect([...crossingsOf(entries, 2, 10).keys()]).toEqual(['e1', 'e31']);
  });

  it('judges each event by what was there at its time: what comes later changes nothing', () => {
    const entries = [at(0, 'a'), at(1, 'b'), at(2, 'c')];
    expect(crossingsOf([...entries, at(3, 'd')], 3, 10)).toEqual(crossingsOf(entries, 3, 10));
  });

  it('does not depend on the order of arrival', () => {
    const entry = fc.record({ minute: fc.nat(40), value: fc.constantFrom('a', 'b', 'c', 'd'), id: fc.nat(99) });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 25 }), (drawn) => {
        const entries = drawn.map(({ minute, value, id }) => at(minute, value, `e${id}`));
        expect([...crossingsOf([...entries].reverse(), 3, 10)]).toEqual([...crossingsOf(entries, 3, 10)]);
      }),
    );
  });
});
