import type { TrailEvent } from '../../cloudtrail/event.ts';
import { texts } from '../../cloudtrail/field.ts';
import { patchedList } from './patched-list.ts';

/** Scopes that every user of a pool can get, so that asking for them asks for nothing. */
const EVERYBODYS = new Set(['openid', 'email', 'phone', 'profile', 'offline_access', 'aws.cognito.signin.user.admin']);

/** The scopes asked for from now on; undefined: the call doesn't speak of them. */
export function scopesOf(event: TrailEvent): readonly string[] | undefined {
  const { api } = event;
  if (api === undefined) return undefined;
  if (event.omitted || api.version === 2) {
    const told = event.omitted ? api.state : api.input;
    return 'authorizationScopes' in told ? texts(told, 'authorizationScopes') : undefined;
  }
  const done = patchedList(api, '/authorizationScopes');
  if (done === undefined) return undefined;
  // The answer names all that are left, and leaves an empty list out.
  return Object.keys(api.state).length > 0 ? texts(api.state, 'authorizationScopes') : done.added;
}

/**
 * A caller needs one of the scopes, not all of them: to take one of several away shuts callers out. What lets more in is none
 * at all, or one that everybody has. Source: API Gateway's guide, "at least one of the method's scopes".
 */
export function isOpen(scopes: readonly string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => EVERYBODYS.has(scope.toLowerCase()));
}
