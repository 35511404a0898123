import type { TrailEvent } from '../../cloudtrail/event.ts';
import { requested } from '../requested.ts';

/** The format that a call gives a stage's access log; undefined when it says nothing about it. */
export function logFormat({ api }: TrailEvent): string | undefined {
  if (api === undefined) return undefined;
  // An answer shows the format whatever was changed; it speaks for the request only where that was too large to be logged.
  return requested(api, 'accessLogSettings', 'format');
}

/** The variables of a format, without `$context.`: `identity.sourceIp`, `status`. */
export function variablesIn(format: string): Set<string> {
  const found = format.slice(0, 16_384).matchAll(/\$context\.([A-Za-z][\w.-]*)/g);
  return new Set([...found].map(([, name]) => (name ?? '').replace(/\.+$/, '')));
}

/** What an investigation can't do without, each with the variables that tell it. */
const NEEDED: readonly (readonly [what: string, tells: RegExp])[] = [
  ['the caller’s address', /^identity\.sourceIp$/],
  ['the status', /^status$/],
  ['the id of the request', /^(requestId|extendedRequestId|awsEndpointRequestId)$/],
  [
    'who the caller is',
    /^(identity\.(?!sourceIp|userAgent|vpc)|authorizer\.(?!error|latency|status|requestId|integration))/,
  ],
  ['the path or route', /^(resourcePath|routeKey|path|resourceId|eventType)$/],
];

/** What of that a format tells. */
export function toldBy(format: string): string[] {
  const variables = [...variablesIn(format)];
  return NEEDED.filter(([, tells]) => variables.some((name) => tells.test(name))).map(([what]) => what);
}

/** What one format told that another does not. */
export function lost(before: string, now: string): string[] {
  const still = new Set(toldBy(now));
  return toldBy(before).filter((what) => !still.has(what));
}
