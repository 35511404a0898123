import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';
import type { Match, Step } from '../define.ts';

/** Whether the call puts a stage on another deployment, or lets it deploy by itself. */
function goesLive({ api: call, name }: TrailEvent): boolean {
  if (call === undefined) return false;
  if (name === 'CreateDeployment') return filled(call.input, 'stageName') !== undefined;
  if (call.patched('/deploymentId', '/canarySettings/deploymentId').some(sets)) return true;
  return filled(call.input, 'deploymentId') !== undefined || flag(call.input, 'autoDeploy') === true;
}

/** What was changed answers callers from now on. */
export const DEPLOYED = {
  title: 'deployed',
  on: { source: 'apigateway', names: ['CreateDeployment', 'CreateStage', 'UpdateStage'] },
  match: (event: TrailEvent): Match | false => (goesLive(event) ? { what: `deployed ${event.api?.resource}` } : false),
} satisfies Step;
