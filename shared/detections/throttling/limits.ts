import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, fields, filled, list } from '../../cloudtrail/field.ts';
import { type Patch, segments, sets } from '../../cloudtrail/patch.ts';
import { isVerb } from '../../settings/patched.ts';
import { routeOf } from '../../settings/route-settings.ts';

/** A limit that a call sets or takes away. */
export interface Limit {
  /** What it limits, for a person: `all methods`, `GET /orders`, `route GET /orders`. */
  readonly of: string;
  readonly kind: 'rate limit' | 'burst limit' | 'limits';
  /** Requests a second (rate) or at once (burst); undefined: no limit of its own any more. */
  readonly value: number | undefined;
}

/** The settings that hold the limits of a stage, v1 and v2 (shared/settings). */
export const STAGE_LIMITS = [
  'apigateway.stage.*.*.throttling.rateLimit',
  'apigateway.stage.*.*.throttling.burstLimit',
  'apigateway.stage.defaultRouteSettings.throttlingRateLimit',
  'apigateway.stage.defaultRouteSettings.throttlingBurstLimit',
  'apigateway.stage.routeSettings.throttlingRateLimit',
  'apigateway.stage.routeSettings.throttlingBurstLimit',
] as const;

/** The limits that an UpdateStage (v1 or v2) or DeleteRouteSettings names, in its order. */
export function stageLimits(event: TrailEvent): Limit[] {
  const call = event.api;
  if (call === undefined) return [];
  if (call.version === 1) return call.patches.flatMap(methodLimit);
  if (event.name === 'DeleteRouteSettings')
    return [{ of: `route ${routeOf(event) ?? '(unknown)'}`, kind: 'limits', value: undefined }];
  return [
    ...routeLimits('all routes', at(call.input, 'defaultRouteSettings')),
    ...Object.entries(fields(at(call.input, 'routeSettings'))).flatMap(([route, limits]) =>
      routeLimits(`route ${route}`, limits),
    ),
  ];
}

function routeLimits(of: string, limits: unknown): Limit[] {
  const rate = amount(limits, 'throttlingRateLimit');
  const burst = amount(limits, 'throttlingBurstLimit');
  return [
    ...(rate === undefined ? [] : [{ of, kind: 'rate limit', value: rate } as const]),
    ...(burst === undefined ? [] : [{ of, kind: 'burst limit', value: burst } as const]),
  ];
}

/** `/~1orders/GET/throttling/rateLimit`, or `/~1orders/GET` when all settings of the method go. */
function methodLimit(patch: Patch): Limit[] {
  const parts = segments(patch.path);
  const kind = kindOf(parts.at(-1));
  if (kind !== undefined && parts.at(-2)?.toLowerCase() === 'throttling') {
    const value = limitIn(patch);
    return value === 'none' ? [] : [{ of: methodIn(parts.slice(0, -2)), kind, value }];
  }
  const whole = patch.op === 'remove' && parts.length >= 2 && isVerb(parts.at(-1));
  return whole ? [{ of: methodIn(parts), kind: 'limits', value: undefined }] : [];
}

/** The number a patch sets; undefined when it takes the limit away (`-1` says so too); `none` when it does neither. */
export function limitIn(patch: Patch): number | undefined | 'none' {
  if (patch.op === 'remove') return undefined;
  const value = sets(patch) ? amount(patch.value) : undefined;
  if (value === undefined) return 'none';
  return value < 0 ? undefined : value;
}

export function kindOf(name: string | undefined): 'rate limit' | 'burst limit' | undefined {
  if (name?.toLowerCase() === 'ratelimit') return 'rate limit';
  return name?.toLowerCase() === 'burstlimit' ? 'burst limit' : undefined;
}

function methodIn(parts: readonly string[]): string {
  const path = parts.slice(0, -1).join('/');
  const verb = parts.at(-1) ?? '*';
  return path === '*' && verb === '*' ? 'all methods' : `${verb} ${path}`;
}

/** The APIs whose stages a usage plan covers, as its response tells. */
export function planApis(event: TrailEvent): string[] {
  const ids = list(event.api?.state, 'apiStages').map((stage) => filled(stage, 'apiId'));
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}

/** `a, b and c`, at most three of them named. */
export function named(values: readonly string[]): string {
  const all = [...new Set(values)];
  return all.length <= 3 ? all.join(', ') : `${all.slice(0, 3).join(', ')} and ${all.length - 3} more`;
}
