import { type CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { Answer } from '../../../watch/condition.ts';
import type { TrailState } from '../../../watch/trail.ts';
import { ask } from '../doctor/ask.ts';

/** How a trail is. The client must be of the trail's home region. */
export function askTrail(client: CloudTrailClient, arn: string): Promise<Answer<TrailState>> {
  return ask('cloudtrail:GetTrailStatus', async () => {
    const status = await client.send(new GetTrailStatusCommand({ Name: arn }));
    return {
      isLogging: status.IsLogging ?? false,
      stopped: status.IsLogging ? undefined : status.StopLoggingTime?.getTime(),
      deliveryError: status.LatestDeliveryError || undefined,
      digestError: status.LatestDigestDeliveryError || undefined,
    };
  });
}
