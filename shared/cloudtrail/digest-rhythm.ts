import type { DigestRef } from './digest.ts';
import { HOUR, isoDay, isoTime, MINUTE } from './time.ts';

/** A longer silence is told as one. */
const MOST_NAMED = 72;
const FOLDERS_BY_DAY = /\/\d{4}\/\d\d\/\d\d\//;
const ENDED = /_\d{8}T\d{6}Z(?=(?:_backfill)?\.json)/;

/**
 * CloudTrail delivers a digest each hour, at the same minute. Names those between two that are there, newest first, or, when
 * they keep no such rhythm, tells the time that is not covered. Undefined: none is missing.
 */
export function missingBetween(
  older: number,
  newer: DigestRef,
): { readonly keys: readonly string[]; readonly count: number } | undefined {
  const hours = Math.round((newer.end - older) / HOUR);
  if (hours <= 1) return undefined;
  const count = hours - 1;
  const inRhythm = Math.abs(newer.end - older - hours * HOUR) <= 5 * MINUTE;
  if (!inRhythm || count > MOST_NAMED) return { keys: [], count };
  return { keys: Array.from({ length: count }, (_, index) => keyAt(newer, newer.end - (index + 1) * HOUR)), count };
}

/** The key that a digest of the same chain has which ended at another time. */
function keyAt(digest: DigestRef, end: number): string {
  const time = isoTime(end).replace(/[-:]/g, '');
  const day = isoDay(Math.floor(end / (24 * HOUR))).replaceAll('-', '/');
  return digest.key.replace(FOLDERS_BY_DAY, `/${day}/`).replace(ENDED, `_${time}`);
}
