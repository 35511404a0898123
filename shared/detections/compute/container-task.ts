import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/** The id of the task an ExecuteCommand is for, from its id or ARN. */
export function taskOf(event: TrailEvent): string {
  return nameOf(filled(event.params, 'task') ?? filled(event.response, 'taskArn') ?? 'a task');
}
