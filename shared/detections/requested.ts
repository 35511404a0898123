import type { ApiCall } from '../cloudtrail/apigateway.ts';
import { text } from '../cloudtrail/field.ts';
import { removes } from '../cloudtrail/patch.ts';

/**
 * What an API Gateway call asked a member to be: v2's own member, the last v1 patch of it, or what a v1 body holds; empty when
 * it is taken away, undefined when the call doesn't speak of it. Where a v1 request can't be read (too large to be logged),
 * its answer is the whole new state and tells instead.
 */
export function requested(call: ApiCall, ...path: readonly string[]): string | undefined {
  if (call.version === 2) return text(call.input, ...path);
  if (call.patches.length === 0) return text(call.input, ...path) ?? text(call.state, ...path);
  const patch = call.patched(`/${path.join('/')}`).findLast(({ op }) => op !== 'test');
  if (patch === undefined) return undefined;
  return removes(patch) ? '' : patch.value;
}
