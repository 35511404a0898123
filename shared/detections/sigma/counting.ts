import type { Measure } from '../measure.ts';
import type { Place } from './place.ts';

/** A comparison of the number; several have to hold together. */
export interface Bound {
  readonly operator: string;
  readonly number: number;
}

/** A correlation that counts, or measures, events of one group. */
export interface Counting {
  readonly measure: { readonly kind: 'events' | 'values' } | Measure;
  /** The fields whose values are counted or measured. */
  readonly fields: readonly string[];
  readonly bounds: readonly Bound[];
  readonly groupBy: readonly string[];
  /** ms */
  readonly timespan: number;
}

export function isMeasured(measure: Counting['measure']): measure is Measure {
  return measure.kind !== 'events' && measure.kind !== 'values';
}

/** What a bound says, in words and as code. */
const OPERATORS: Readonly<Record<string, readonly [words: string, holds: (value: number, bound: number) => boolean]>> =
  {
    gt: ['more than', (value, bound) => value > bound],
    gte: ['at least', (value, bound) => value >= bound],
    lt: ['less than', (value, bound) => value < bound],
    lte: ['at most', (value, bound) => value <= bound],
    eq: ['exactly', (value, bound) => value === bound],
    neq: ['other than', (value, bound) => value !== bound],
  };

/** Reads the comparisons of a condition. Throws when there is none, or one that is no comparison. */
export function boundsOf(
  condition: Readonly<Record<string, unknown>>,
  others: readonly string[],
  place: Place,
): Bound[] {
  const bounds: Bound[] = [];
  for (const [operator, number] of Object.entries(condition)) {
    if (others.includes(operator)) continue;
    if (!Object.hasOwn(OPERATORS, operator))
      throw place.at(operator).problem(`expected ${[...Object.keys(OPERATORS), ...others].join(', ')}`);
    if (typeof number !== 'number' || !Number.isFinite(number)) throw place.at(operator).problem('expected a number');
    bounds.push({ operator, number });
  }
  if (bounds.length === 0) throw place.problem('expected a comparison, such as gte: 10');
  return bounds;
}

export function isWithin(value: number, bounds: readonly Bound[]): boolean {
  return bounds.every(({ operator, number }) => OPERATORS[operator]?.[1](value, number) ?? false);
}

/** `more than 100 and at most 200`, for a person. */
export function boundsText(bounds: readonly Bound[]): string {
  return bounds.map(({ operator, number }) => `${OPERATORS[operator]?.[0] ?? operator} ${number}`).join(' and ');
}

/** The number from which on a count is enough, when the bounds say no more than that. */
export function thresholdOf(bounds: readonly Bound[]): number | undefined {
  if (bounds.some(({ operator }) => operator !== 'gt' && operator !== 'gte')) return undefined;
  const least = bounds.map(({ operator, number }) => (operator === 'gt' ? Math.floor(number) + 1 : Math.ceil(number)));
  return Math.max(1, ...least);
}

/** Beyond the greatest bound all counts are alike: more needn't be told apart. */
export function mostTold(bounds: readonly Bound[]): number {
  return Math.max(1, ...bounds.map(({ number }) => Math.floor(number) + 1));
}
