import type { TrailEvent } from '../../cloudtrail/event.ts';
import { byPipeline } from '../by-hand.ts';
import { byService } from '../caller.ts';

/**
 * Whether an AWS service acts as it was set up to. CloudFormation does not: it does what somebody wrote into a template a moment
 * ago, so its calls are told, less severe (see `shipped`).
 */
export function byServiceAlone(event: TrailEvent): boolean {
  return byService(event) && !byPipeline(event);
}
