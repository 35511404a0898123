import { array, assert, constantFrom, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bits, CHANNELS } from '../../shared/evaluate/lines.ts';
import { acute, recallFor } from './bits.ts';
import { days } from './made.ts';

describe('laws of recall', () => {
  // Few different values, so that there are many ties.
  const value = constantFrom(0, 1, 2, 3, 4, 5, 6);
  const bits = record({ acute: value, rate: value, slow: value });
  const many = array(bits, { maxLength: 40 });

  it('never falls as the budget grows, and the budget is never exceeded', () => {
    assert(
      property(many, many, integer({ min: 1, max: 12 }), (attacks, benign, last) => {
        const { budgets } = recallFor(attacks, benign, days(last, 1));
        for (const [index, { budget, benignADay, all }] of budgets.entries()) {
          expect(benignADay).toBeLessThanOrEqual(budget + 1e-9);
          expect(all.found).toBeGreaterThanOrEqual(budgets[index - 1]?.all.found ?? 0);
        }
      }),
    );
  });

  it('a threshold means what it says: benign days and attacks above any of them are what is counted', () => {
    assert(
      property(many, many, (attacks, benign) => {
        for (const { thresholds, benign: alerts, all } of recallFor(attacks, benign).budgets) {
          const above = (one: Bits): boolean => CHANNELS.some((channel) => one[channel] > thresholds[channel]);
          expect(alerts).toBe(benign.filter(above).length);
          expect(all.found).toBe(attacks.filter(above).length);
        }
      }),
    );
  });

  it('is what trying every opening of the channels gives', () => {
    assert(
      property(many, (benign) => {
        for (const { budget, thresholds } of recallFor([], benign).budgets)
          expect(thresholds).toEqual(tried(benign, budget * 10));
      }),
    );
  });

  it('does not depend on the order of lines', () => {
    assert(
      property(many, array(double({ min: 0, max: 9, noNaN: true }), { maxLength: 5 }), (benign, values) => {
        const attacks = acute(...values);
        const { attacks: costs, ...forwards } = recallFor(attacks, benign);
        const { attacks: others, ...backwards } = recallFor([...attacks].reverse(), [...benign].reverse());
        expect(backwards).toEqual(forwards);
        expect([...others.values()]).toEqual([...costs.values()].reverse());
      }),
    );
  });
});

/** Thresholds as the definition has them: the widest opening, in fourteenths, whose union is within what is allowed. */
function tried(benign: readonly Bits[], allowed: number): Bits {
  const shares = { acute: 7, rate: 2, slow: 1 };
  const thresholdsAt = (opening: number): Bits => {
    const of = (channel: keyof Bits): number => {
      const descending = benign.map((one) => one[channel]).sort((a, b) => b - a);
      return descending[Math.floor((opening * shares[channel]) / 14)] ?? 0;
    };
    return { acute: of('acute'), rate: of('rate'), slow: of('slow') };
  };
  const union = (thresholds: Bits): number =>
    benign.filter((one) => CHANNELS.some((channel) => one[channel] > thresholds[channel])).length;
  let widest = thresholdsAt(0);
  for (let opening = 0; opening <= 14 * (benign.length + 1); opening += 1)
    if (union(thresholdsAt(opening)) <= allowed) widest = thresholdsAt(opening);
  return widest;
}
