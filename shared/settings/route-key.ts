import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

/** How callers of a route are authorized, by its key: a route that is deleted and made anew gets another id. */
export const ROUTE_AUTHORIZATION = 'apigateway.routeKey.authorizationType';

export function routeKeySettings(event: TrailEvent): Setting[] {
  const call = event.api;
  if (!/^(Create|Update)Route$/.test(event.name) || call?.apiId === undefined || call.routeKey === undefined) return [];
  const told = filled(call.state, 'authorizationType') ?? filled(call.input, 'authorizationType');
  // NONE is what a new route gets that doesn't ask for anything.
  const type = told ?? (event.name === 'CreateRoute' ? 'NONE' : undefined);
  if (type === undefined) return [];
  return [{ name: ROUTE_AUTHORIZATION, of: `${call.apiId}/${call.routeKey}`, value: type.toUpperCase() }];
}
