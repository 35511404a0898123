import type { TrailEvent } from '../cloudtrail/event.ts';
import type { StateUse } from './state-use.ts';

type FirstSeen = NonNullable<StateUse['firstSeen']>;
type ValueOf = (event: TrailEvent) => string | undefined;
/** The severity of what is known, and of what is new while the account itself is; by default quiet. */
type Otherwise = Pick<FirstSeen, 'known' | 'learning'>;

/** Days of an account's logs after which something that was never seen is news. */
const LEARN_DAYS = 3;

/** Whether the caller does this for the first time: an instance it never entered, a document it never ran. */
export function newToCaller(noun: string, value: ValueOf, otherwise: Otherwise): FirstSeen {
  return {
    subject: (event) => event.principal.key,
    value,
    noun,
    learnDays: LEARN_DAYS,
    learnFrom: 'account',
    ...otherwise,
  };
}

/** Whether it happens in the account for the first time; by default: whether this caller does it. */
export function newToAccount(
  noun: string,
  value: ValueOf = (event) => event.principal.key,
  otherwise: Otherwise = {},
  learnDays: number = LEARN_DAYS,
): FirstSeen {
  return { subject: (event) => event.account, value, noun, learnDays, learnFrom: 'account', ...otherwise };
}

/** For a burst: grave from a stranger, low where it is known, and in between as long as the account is new. */
export const AS_USUAL: Otherwise = { known: 'low', learning: 'medium' };
