import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tailQuantile } from '../../shared/behaviour/tail.ts';
import { span } from './made.ts';

/** Values of a distribution at evenly spaced places, the highest first. */
function spread(count: number, atTop: (share: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => atTop((index + 0.5) / count));
}

describe('a quantile read off a fitted tail', () => {
  it('of values in equal steps is the closed form: the moments say shape 1 and scale size + 1', () => {
    const sorted = span(0, 999).reverse();
    // 30 of 1,000 lie beyond 969; mean 15.5, E[Y(1-F)] 31/6: shape 1, scale 31.
    for (const wanted of [0.5, 1, 3, 10])
      expect(tailQuantile(sorted, wanted)).toBeCloseTo(969 + 31 * (1 - wanted / 30), 9);
  });

  it.each([
    ['exponential', (share: number) => -4 * Math.log(share)],
    ['heavy, Pareto', (share: number) => share ** -0.3],
    ['bounded', (share: number) => 7 - share ** 0.5],
  ])('of an %s tail is near the true one, also beyond what was seen', (_name, atTop) => {
    const sorted = spread(20_000, atTop);
    for (const wanted of [0.2, 1, 5, 50, 300]) {
      const true_ = atTop(wanted / sorted.length);
      expect(Math.abs(tailQuantile(sorted, wanted) / true_ - 1)).toBeLessThan(0.06);
    }
  });

  it('falls as more are wanted, and is never below where the tail begins', () => {
    const values = fc.array(fc.double({ min: 0, max: 60, noNaN: true }), {
      minLength: 11,
      maxLength: 400,
      size: 'max',
    });
    const wanted = fc.double({ min: 0.05, max: 20, noNaN: true });
    fc.assert(
      fc.property(values, wanted, wanted, (all, a, b) => {
        const sorted = [...all].sort((x, y) => y - x);
        const size = Math.min(sorted.length - 1, Math.max(10, Math.ceil(sorted.length * 0.03)));
        const [less, more] = [tailQuantile(sorted, Math.min(a, b)), tailQuantile(sorted, Math.max(a, b))];
        expect(less).toBeGreaterThanOrEqual(more - 1e-9);
        expect(more).toBeGreaterThanOrEqual((sorted[size] ?? 0) - 1e-9);
        expect(Number.isFinite(less)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of too few values is above all of them, of equal values is that value', () => {
    expect(tailQuantile([9, 5, 1], 1)).toBe(10);
    expect(tailQuantile([], 1)).toBe(1);
    expect(tailQuantile(new Array<number>(50).fill(4), 2)).toBe(4);
    expect(tailQuantile(span(0, 99).reverse(), 50), 'more than the tail holds').toBe(89);
  });
});
