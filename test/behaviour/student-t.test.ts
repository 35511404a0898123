import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperTail } from '../../shared/behaviour/student-t.ts';

describe('the upper tail of Student’s t', () => {
  // Percentage points as printed in tables (Abramowitz & Stegun, table 26.10), to three or four figures.
  it.each([
    [1, 1, 0.25],
    [1, 6.314, 0.05],
    [1, 63.657, 0.005],
    [2, 4.303, 0.025],
    [3, 3.182, 0.025],
    [3, 5.841, 0.005],
    [5, 2.015, 0.05],
    [5, 4.032, 0.005],
    [7, 2.365, 0.025],
    [10, 1.812, 0.05],
    [10, 4.144, 0.001],
    [15, 2.947, 0.005],
    [20, 1.325, 0.1],
    [20, 2.845, 0.005],
    [20, 3.552, 0.001],
  ])('with %i degrees of freedom beyond %f is %f', (nu, t, p) => {
    expect(Math.abs(upperTail(t, nu) / p - 1)).toBeLessThan(0.002);
  });

  const t = fc.double({ min: 0, max: 1e6, noNaN: true });

  it('is that of the closed forms where there are any, as far out as volumes go', () => {
    fc.assert(
      fc.property(t, (x) => {
        const root = Math.sqrt(2 + x * x);
        expect(Math.abs((upperTail(x, 1) * Math.PI) / Math.atan2(1, x) - 1)).toBeLessThan(1e-6);
        // Without the difference of near equals: (1 - x / root) / 2.
        const two = 1 / (root * (root + x));
        expect(Math.abs(upperTail(x, 2) / two - 1)).toBeLessThan(1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('falls with t, is a half at the middle and below, and never below zero', () => {
    fc.assert(
      fc.property(t, t, fc.double({ min: 2, max: 20, noNaN: true }), (a, b, nu) => {
        const [near, far] = a < b ? [a, b] : [b, a];
        expect(upperTail(far, nu)).toBeLessThanOrEqual(upperTail(near, nu) * (1 + 1e-9));
        expect(upperTail(far, nu)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect([upperTail(0, 5), upperTail(-3, 5)]).toEqual([0.5, 0.5]);
  });
});
