import { isoDay } from '../cloudtrail/time.ts';
import { GatetrailError } from '../errors.ts';

/** Days of which a run has something to say. UTC days since 1970-01-01. */
export class Span {
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  add(day: number): void {
    if (day < this.first) this.first = day;
    if (day > this.last) this.last = day;
  }
}

/** The days that are judged: `from` to `last`, both included. What lies before is learning. */
export interface Window {
  readonly first: number;
  readonly from: number;
  readonly last: number;
  /** How many days are judged. */
  readonly days: number;
}

/** Without `from` the later half of the run; of an odd number of days the larger one. Throws `usage` when nothing is left. */
export function windowOf({ first, last }: Span, from: number | undefined): Window {
  const start = Math.max(first, from ?? first + Math.floor((last - first + 1) / 2));
  if (start > last)
    throw new GatetrailError('usage', `--from ${isoDay(start)}: the run ends on ${isoDay(last)}; expected a day of it`);
  return { first, from: start, last, days: last - start + 1 };
}

export function isIn({ from, last }: Window, day: number): boolean {
  return from <= day && day <= last;
}
