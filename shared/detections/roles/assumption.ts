import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { daily, record } from '../example.ts';

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
