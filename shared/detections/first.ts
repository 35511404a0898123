import { DAY, MINUTE } from '../cloudtrail/time.ts';
import type { Candidate } from './candidate.ts';
import type { FirstOf } from './define.ts';

/** What an event may be a first sight of, as bits of one number. */
export const FIRST_BIT: Readonly<Record<FirstOf, number>> = {
  account: 1,
  caller: 2,
  service: 4,
  network: 8,
  ip: 16,
  request: 32,
};

/** First sights of addresses, and those that are counted within less than a day, are told once in so long. */
export const FIRST_SPAN = 10 * MINUTE;
const MINUTES_A_DAY = DAY / MINUTE;

/** How often a first sight is told to who asks for it, in ms; undefined when all events are wanted. */
export function spanOf({ first, state }: Pick<Candidate, 'first' | 'state'>): number | undefined {
  if (first === undefined) return undefined;
  return first === 'ip' || (state?.count?.withinMinutes ?? MINUTES_A_DAY) < MINUTES_A_DAY ? FIRST_SPAN : DAY;
}
