import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, filled } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

/** How readers of a developer portal sign in: `none` or `cognito`. */
export const PORTAL_AUTHORIZATION = 'apigateway.portal.authorization';

/** Whether a call lets anyone read a portal. */
export function portalAuthorization({ params, response }: TrailEvent): 'none' | 'cognito' | undefined {
  for (const source of [response, params]) {
    const authorization = at(source, 'authorization');
    if (at(authorization, 'cognitoConfig', 'userPoolArn') !== undefined) return 'cognito';
    if (at(authorization, 'none') !== undefined) return 'none';
  }
  return undefined;
}

export function portalId({ params, response }: TrailEvent): string | undefined {
  return filled(params, 'portalId') ?? filled(response, 'portalId');
}

export function portalSettings(event: TrailEvent): Setting[] {
  if (!/^(Create|Update|Delete)Portal$/.test(event.name)) return [];
  const of = portalId(event);
  const value = event.name === 'DeletePortal' ? '' : portalAuthorization(event);
  return of === undefined || value === undefined ? [] : [{ name: PORTAL_AUTHORIZATION, of, value }];
}
