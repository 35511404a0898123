import { compareText } from '../order.ts';
import type { Attack } from './attack.ts';

/** What is known of attacks, by family; the numbers in their names count as numbers, so A2 comes before A10. */
export function byFamily<T extends { readonly attack: Attack }>(known: readonly T[]): [family: string, known: T[]][] {
  const key = (family: string): string => family.replace(/\d+/g, (digits) => digits.padStart(9, '0'));
  const families = [...Map.groupBy(known, ({ attack }) => attack.family)];
  return families.sort(([a], [b]) => compareText(key(a), key(b)) || compareText(a, b));
}

/** How many of several. */
export interface Ratio {
  readonly found: number;
  readonly of: number;
}
