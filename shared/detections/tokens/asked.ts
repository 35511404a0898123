import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { requested } from '../requested.ts';

/**
 * What a call asked a member to be, as `requested` tells it; where the request of a v2 call was too large to be logged, its
 * answer tells. A v1 update without patch operations asks nothing.
 */
export function asked(event: TrailEvent, ...path: readonly string[]): string | undefined {
  const { api } = event;
  if (api === undefined) return undefined;
  if (event.omitted) return text(api.state, ...path);
  if (api.version === 1 && api.patches.length === 0 && event.name.startsWith('Update')) return undefined;
  return requested(api, ...path);
}

/** What a finding says when only the answer could be read. */
export function tooLarge(event: TrailEvent): string[] {
  return event.omitted ? ['the request was too large to be logged: this is what its answer shows'] : [];
}

/** The parts of a setting that is a list, as shared/settings keeps it; none for an empty one. */
export function parts(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
