import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, text } from '../../cloudtrail/field.ts';
import { removes, sets } from '../../cloudtrail/patch.ts';

const DESTINATION = '/accessLogSettings/destinationArn';

/**
 * Where a stage's access log goes after this call: an ARN, `''` when the call switches it off, undefined when the call says
 * nothing about it. v1 patches the stage; v2 sends the member, and has an operation of its own to take it away.
 */
export function accessLogDestination(event: TrailEvent): string | undefined {
  const { api } = event;
  if (api === undefined) return undefined;
  if (event.name === 'DeleteAccessLogSettings') return '';
  let destination: string | undefined;
  for (const patch of api.patched('/accessLogSettings', DESTINATION)) {
    if (removes(patch)) destination = '';
    else if (sets(patch) && patch.path.toLowerCase().endsWith('arn')) destination = patch.value;
  }
  if (destination !== undefined || api.version === 1) return destination;
  const sent = at(api.input, 'accessLogSettings');
  if (sent === undefined || sent === null) return undefined;
  return text(sent, 'destinationArn') ?? (Object.keys(fields(sent)).length === 0 ? '' : undefined);
}
