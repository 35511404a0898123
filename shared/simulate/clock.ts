export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

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

/** Day of the week of a day since 1970, Monday 0 to Sunday 6: 1970-01-01 was a Thursday. */
export const weekday = (utcDay: number): number => (utcDay + 3) % 7;
