import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Setting } from './setting.ts';

/** Who last replaced an API's whole definition, by principal key. */
export const DEFINITION_BY = 'apigateway.api.definitionBy';

export function definitionSettings(event: TrailEvent): Setting[] {
  const apiId = event.api?.apiId;
  if (apiId === undefined || !/^(Put|Import)RestApi$|^(Reimport|Import)Api$/.test(event.name)) return [];
  return [{ name: DEFINITION_BY, of: apiId, value: event.principal.key }];
}
