import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import type { Match } from '../define.ts';
import { daily, record } from '../example.ts';

/**
 * Never a finding: it only tells state that the account's logs were read that day. Roles are assumed daily everywhere, so
 * the first foreign or federated one ever is new to an account that is known, and not taken for the beginning of the logs.
 */
export const ONLY_TEACHES: Match = { foreign: { accounts: [], required: true } };

/** The value under which state remembers what only teaches. */
export const ORDINARY = 'ordinary';

/** The role that an sts call assumes, as an ARN. */
export function roleArnOf(event: TrailEvent): string | undefined {
  return filled(event.params, 'roleArn');
}

/** Example: a week of an account in which Lambda assumes a role once a day. */
export const ORDINARY_WEEK = daily(7, (minute) =>
  record('sts', 'AssumeRole', {
    minute,
    by: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    params: { roleArn: 'arn:aws:iam::111111111111:role/orders', roleSessionName: 'orders' },
  }),
);
