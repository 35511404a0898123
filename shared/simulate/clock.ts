import { MINUTE } from '../sample/calendar.ts';

export { iso, MINUTE, SECOND } from '../sample/calendar.ts';
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Day of the week of a day since 1970, Monday 0 to Sunday 6: 1970-01-01 was a Thursday. */
export const weekday = (utcDay: number): number => (utcDay + 3) % 7;
