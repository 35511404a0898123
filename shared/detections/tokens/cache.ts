import type { TrailEvent } from '../../cloudtrail/event.ts';
import { type Fields, fields, flag } from '../../cloudtrail/field.ts';
import { segments } from '../../cloudtrail/patch.ts';

/** How patches name whether emptying the cache needs permission, and whether it is encrypted. */
export const AUTHORIZED = 'requireAuthorizationForCacheControl';
export const ENCRYPTED = 'dataEncrypted';

export interface Opened {
  /** `GET /orders`; `* *` for all methods. */
  readonly of: string;
  readonly kind: 'invalidation' | 'encryption';
}

/** What a call leaves off, by method: the last operation on each counts. */
export function openedBy({ api, omitted }: TrailEvent): Opened[] {
  if (api?.version !== 1) return [];
  if (omitted)
    return Object.entries(fields(api.state['methodSettings'])).flatMap(([method, settings]) =>
      offIn(method, fields(settings)),
    );
  const last = new Map<string, Opened | undefined>();
  for (const { op, path, value } of api.patched('/*/*/caching/*')) {
    const [resource = '', verb = '', , member = ''] = segments(path);
    const kind = kindOf(member);
    if (op === 'test' || kind === undefined) continue;
    const of = `${verb} ${resource}`;
    last.set(`${of} ${kind}`, value?.toLowerCase() === 'false' ? { of, kind } : undefined);
  }
  return [...last.values()].filter((one) => one !== undefined);
}

function kindOf(member: string): Opened['kind'] | undefined {
  if (member.toLowerCase() === AUTHORIZED.toLowerCase()) return 'invalidation';
  return member.toLowerCase() === ENCRYPTED.toLowerCase() ? 'encryption' : undefined;
}

/** An answer shows that the cache isn't encrypted for every method that never asked for it, so that says nothing. */
function offIn(method: string, settings: Fields): Opened[] {
  const slash = method.lastIndexOf('/');
  const of = `${method.slice(slash + 1)} ${method.slice(0, Math.max(slash, 0)).replaceAll('~1', '/')}`;
  return flag(settings, AUTHORIZED) === false ? [{ of, kind: 'invalidation' }] : [];
}
