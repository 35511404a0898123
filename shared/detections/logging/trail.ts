import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/** The bare name of the trail that a CloudTrail call is about; a denied call holds it in its message only. */
export function trailOf(event: TrailEvent): string {
  const named =
    filled(event.params, 'name') ??
    filled(event.params, 'trailName') ??
    filled(event.response, 'trailARN') ??
    event.attempt?.resource;
  return named === undefined ? '(name not logged)' : nameOf(named);
}
