import type { TrailEvent } from '../../cloudtrail/event.ts';
import { newToAccount } from '../first-time.ts';
import type { Severity } from '../severity.ts';
import type { StateUse } from '../state-use.ts';

type FirstSeen = NonNullable<StateUse['firstSeen']>;
type Otherwise = 'quiet' | Severity;

/** Schedules that move data run once a week as often as once a day. */
const LEARN_DAYS = 5;

/**
 * Who does this in the account for the first time: what a team or a schedule does anyway is quiet from the second day on.
 * `learning`: the severity while few days of the account are known; `known`: for whom it is usual.
 */
export function newcomer(learning: Otherwise, known: Otherwise = 'quiet'): FirstSeen {
  return newToAccount('principal', undefined, { learning, known }, LEARN_DAYS);
}

/** The same for another value: a bucket that data goes to, a host. */
export function firstIn(
  value: (event: TrailEvent) => string | undefined,
  noun: string,
  learning: Otherwise,
): FirstSeen {
  return newToAccount(noun, value, { learning }, LEARN_DAYS);
}
