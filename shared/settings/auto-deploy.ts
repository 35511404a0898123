import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled, flag } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

/** The stage of an HTTP or WebSocket API that deploys every change at once; nothing when none does. */
export const AUTO_DEPLOY = 'apigateway.api.autoDeployStage';

/**
 * Kept by API, because a change to a route names no stage. Of several stages the one that was written last counts: the others
 * are not told again.
 */
export function autoDeploySettings(event: TrailEvent): Setting[] {
  const call = event.api;
  if (call?.apiId === undefined || call.version !== 2) return [];
  const of = call.apiId;
  // Quick create: an API with a target gets a $default stage that deploys by itself.
  if (event.name === 'CreateApi')
    return filled(call.input, 'target') === undefined ? [] : [{ name: AUTO_DEPLOY, of, value: '$default' }];
  if (event.name === 'DeleteStage') return [{ name: AUTO_DEPLOY, of, value: '' }];
  if (event.name !== 'CreateStage' && event.name !== 'UpdateStage') return [];
  const deploys = flag(call.state, 'autoDeploy') ?? flag(call.input, 'autoDeploy');
  return deploys === undefined ? [] : [{ name: AUTO_DEPLOY, of, value: deploys ? (call.stage ?? '') : '' }];
}
