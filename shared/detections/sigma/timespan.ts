import { DAY, HOUR, MINUTE } from '../../cloudtrail/time.ts';
import type { Place } from './place.ts';

const YEAR = 31_556_952_000;
/** Months and years are their mean in the Gregorian calendar, as in the reference implementation. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
  M: 2_629_746_000,
  y: YEAR,
};

/** `90m` in milliseconds. Throws for anything but a number with s, m, h, d, w, M or y. */
export function timespanOf(written: unknown, place: Place): number {
  const [, count = '', unit = ''] =
    typeof written === 'string' ? (/^(\d{1,6})([smhdwMy])$/.exec(written.trim()) ?? []) : [];
  const time = Number(count) * (UNITS[unit] ?? 0);
  if (count === '' || time <= 0)
    throw place.problem(
      written === undefined ? 'is missing' : 'expected a number above 0 with s, m, h, d, w, M or y, such as 90m',
    );
  if (time > YEAR) throw place.problem('expected at most 1y');
  return time;
}

/**
 * Milliseconds as a number of these units, such that the number times the unit is no more than the milliseconds: a window must not take in the
 * event that is exactly as old as it is long, for a rounding error.
 */
export function inUnits(milliseconds: number, unit: number): number {
  const units = milliseconds / unit;
  return units * unit > milliseconds ? units * (1 - Number.EPSILON) : units;
}
