import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate, joinSamples, type Sampled } from '../../shared/state/sample.ts';
import { sampled, sampleOf } from './made.ts';

const K = 64;
/** The standard error that the sample's own page states. */
const ERROR = 1 / Math.sqrt(K - 2);

/** Ids as CloudTrail's are, or as bad as they come: each differs from its neighbour in a digit. */
function ids(count: number, set: number): Sampled[] {
  return Array.from({ length: count }, (_, index) =>
    sampled(set % 2 === 0 ? `${set}-${index}` : `00000000-0000-4000-80${set}-${String(index).padStart(12, '0')}`),
  );
}

describe('a sample', () => {
  it.each([0, 1, 2, 63])('of %i events knows how many there are exactly', (count) => {
    expect(estimate(sampleOf(ids(count, 0), K), K)).toBe(count);
  });

  it.each([100, 1000, 10_000, 100_000])('of %i events is right within its stated error, on average too', (count) => {
    const sets = count > 10_000 ? 4 : 12;
    const errors = Array.from({ length: sets }, (_, set) => estimate(sampleOf(ids(count, 10 + set), K), K) / count - 1);
    const mean = errors.reduce((sum, error) => sum + error, 0) / sets;
    const root = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / sets);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(3.5 * ERROR);
    expect(root).toBeLessThan(1.6 * ERROR);
    expect(Math.abs(mean)).toBeLessThan((3 * ERROR) / Math.sqrt(sets));
  });

  it('of parts is the sample of the whole, whatever the parts share', () => {
    const event = fc.tuple(fc.nat(150), fc.constantFrom(1, 2, 4), fc.nat(2));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400, size: 'max' }), fc.nat(5), (told, parts) => {
        const events = told.map(([id, bits, time]) => sampled(`e${id}`, bits, time));
        const groups = Array.from({ length: parts + 1 }, (_, part) =>
          events.filter((_one, index) => index % (parts + 1) === part),
        );
        const joined = groups.map((group) => sampleOf(group, K)).reduce((a, b) => joinSamples(a, b, K), []);
        expect(joined).toEqual(sampleOf(events, K));
        expect(joined).toEqual(sampleOf([...events].reverse(), K));
      }),
      { numRuns: 60 },
    );
  });

  it('does not count an event twice, however often it is told', () => {
    const events = ids(40, 0);
    const again = Array.from({ length: 50 }, () => events).flat();
    expect(estimate(sampleOf(again, K), K)).toBe(40);
    const many = ids(2000, 1);
    expect(sampleOf([...many, ...many], K)).toEqual(sampleOf(many, K));
  });

  it('keeps of an event told in several ways what says most, also of the last one that it has room for', () => {
    const [low, high] = [sampled('x', 1, 9), sampled('x', 4, 7)];
    expect([joinSamples([low], [high], 1), joinSamples([high], [low], 1)]).toEqual([[high], [high]]);
    const [early, late] = [sampled('x', 1, 7), sampled('x', 1, 9)];
    expect([joinSamples([early], [late], 1), joinSamples([late], [early], 1)]).toEqual([[early], [early]]);
  });

  it('leaves what it is joined from alone', () => {
    const a = sampleOf(ids(10, 0), 8);
    const before = [...a];
    joinSamples(a, ids(30, 1), 8);
    expect(a).toEqual(before);
  });
});
