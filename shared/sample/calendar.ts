const FIRST_DAY = Date.UTC(2026, 8, 7);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Days of the sample, 1 (Monday 2026-09-07) to 10 (Wednesday 2026-09-16). */
export const DAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export const isWorkday = (day: number): boolean => day !== 6 && day !== 7;

/** Milliseconds since the epoch of a UTC clock time (`HH:MM` or `HH:MM:SS`) on a day of the sample. */
export function at(day: number, clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return FIRST_DAY + (day - 1) * DAY + ((hours * 60 + minutes) * 60 + seconds) * SECOND;
}

let lastSecond = Number.NaN;
let lastText = '';

/** CloudTrail's eventTime: whole seconds, UTC. */
export function iso(time: number): string {
  const second = Math.floor(time / SECOND);
  // Calls come in bursts: the second before is often the same.
  if (second === lastSecond) return lastText;
  lastSecond = second;
  lastText = `${new Date(second * SECOND).toISOString().slice(0, 19)}Z`;
  return lastText;
}
