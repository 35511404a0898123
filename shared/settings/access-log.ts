import type { TrailEvent } from '../cloudtrail/event.ts';
import type { Setting } from './setting.ts';

const MEMBERS = ['destinationArn', 'format'] as const;

/** v2 has an operation of its own for taking a stage's access log away; v1 patches the stage. */
export function deletedAccessLog(event: TrailEvent): Setting[] {
  const { apiId, stage } = event.api ?? {};
  if (event.name !== 'DeleteAccessLogSettings' || apiId === undefined || stage === undefined) return [];
  return MEMBERS.map((member) => ({
    name: `apigateway.stage.accessLogSettings.${member}`,
    of: `${apiId}/${stage}`,
    value: '',
  }));
}
