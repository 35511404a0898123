import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { requested } from '../requested.ts';

/** The integration of a call, as shared/settings names it: `API/RESOURCE/VERB` (v1), `API/INTEGRATION` (v2). */
export function integrationKey({ api, params }: TrailEvent): string | undefined {
  if (api?.apiId === undefined) return undefined;
  if (api.resourceId !== undefined && api.httpMethod !== undefined)
    return `${api.apiId}/${api.resourceId}/${api.httpMethod}`;
  const id = filled(params, 'integrationId') ?? filled(api.state, 'integrationId');
  return id === undefined ? undefined : `${api.apiId}/${id}`;
}

/** Whether a call says that requests take a VPC link (true) or the internet (false); undefined when it says neither. */
export function takesVpcLink({ api }: TrailEvent): boolean | undefined {
  const asked =
    api === undefined ? undefined : (requested(api, 'connectionType') ?? filled(api.state, 'connectionType'));
  return asked === undefined || asked === '' ? undefined : asked.toUpperCase() === 'VPC_LINK';
}
