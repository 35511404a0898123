import { type CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import type { PublicKey, PublicKeys } from '../../cloudtrail/digest-key.ts';
import { GatetrailError, messageOf } from '../../errors.ts';

/**
 * All keys that CloudTrail signed with in a region and time (ms). The client must be of that region: each has keys of its own.
 * Throws `input` when CloudTrail does not tell.
 */
export async function listPublicKeys(
  client: Pick<CloudTrailClient, 'send'>,
  region: string,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<PublicKeys> {
  const keys: PublicKey[] = [];
  let NextToken: string | undefined;
  do {
    const input = { StartTime: new Date(since), EndTime: new Date(until), ...(NextToken && { NextToken }) };
    try {
      const page = await client.send(new ListPublicKeysCommand(input));
      for (const { Fingerprint, Value, ValidityStartTime, ValidityEndTime } of page.PublicKeyList ?? [])
        if (Fingerprint !== undefined && Value !== undefined)
          keys.push({
            fingerprint: Fingerprint,
            der: Value,
            from: ValidityStartTime?.getTime() ?? Number.NEGATIVE_INFINITY,
            until: ValidityEndTime?.getTime() ?? Number.POSITIVE_INFINITY,
          });
      NextToken = page.NextToken;
    } catch (error) {
      const ask = 'expected the right to call cloudtrail:ListPublicKeys, or --keys FILE';
      throw new GatetrailError('input', `CloudTrail's public keys of ${region}: ${messageOf(error)}; ${ask}`, error);
    }
  } while (NextToken);
  return { complete: true, keys };
}
