import type { Bits } from '../../shared/evaluate/lines.ts';
import { type Recall, recallOf } from '../../shared/evaluate/recall.ts';
import { at, attack, days, label } from './made.ts';

/** Ten judged days: 2, 5, 10, 20 and 50 benign alerts are allowed. */
export const TEN = days(10, 1);
export const NONE: Bits = { acute: 0, rate: 0, slow: 0 };

export function acute(...values: readonly number[]): Bits[] {
  return values.map((bits) => ({ ...NONE, acute: bits }));
}

/** Recall of attacks with this evidence each, all of one family. */
export function recallFor(attacks: readonly Bits[], benign: readonly Bits[], window = TEN): Recall {
  const all = attacks.map((_, index) => attack(label(`A-${index}`, 'mallory', [at(2)])));
  return recallOf(all, new Map(all.map((one, index) => [one, attacks[index] ?? NONE])), benign, window);
}
