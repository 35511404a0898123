import type { TrailEvent } from '../../cloudtrail/event.ts';
import { clientId } from '../../settings/cognito-client.ts';
import { poolId } from '../../settings/cognito-pool.ts';

/** Members of `Match`, and what to call the thing in a sentence. */
interface About {
  readonly target: string;
  readonly resource: string;
  readonly words: string;
}

/** The user pool that a cognito-idp call is about; undefined when it names none. */
export function aboutPool(event: TrailEvent): About | undefined {
  const pool = poolId(event);
  return pool === undefined ? undefined : { target: pool, resource: `user pool ${pool}`, words: `user pool ${pool}` };
}

/** The app client that a cognito-idp call is about; undefined when it names none. */
export function aboutClient(event: TrailEvent): About | undefined {
  const client = clientId(event);
  if (client === undefined) return undefined;
  const words = `app client ${client} of user pool ${poolId(event) ?? '(unknown)'}`;
  return { target: client, resource: words, words };
}

/** A pool, and a client of it, for examples. */
export const POOL = 'eu-central-1_AbCdEfGhI';
export const CLIENT = '1example23456789abcdefghi';
