import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { requestOf } from '../api-request.ts';

/** The id of the API key that a request came with; never its value, which no log should hold. */
export function apiKeyId(event: TrailEvent): string | undefined {
  return filled(requestOf(event)['apiKeyId']);
}

/** The key as a subject of state. */
export function apiKeySubject(event: TrailEvent): string | undefined {
  const id = apiKeyId(event);
  return id === undefined ? undefined : `${event.account}/${id}`;
}
