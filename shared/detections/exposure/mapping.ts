import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import type { Match } from '../define.ts';
import { requested } from '../requested.ts';
import type { Severity } from '../severity.ts';

/** Where a call points a path of a custom domain: base path mappings (v1), API mappings and routing rules (v2). */
export function pointed({ api, name, params }: TrailEvent): Match | false {
  if (api === undefined) return false;
  const rules = list(params, 'actions').flatMap((action) => filled(action, 'invokeApi', 'apiId') ?? []);
  const stage = requested(api, 'stage');
  const apiId = rules[0] ?? requested(api, 'restApiId') ?? requested(api, 'apiId');
  if (apiId === undefined && stage === undefined) return false;
  const key = ['basePath', 'apiMappingKey']
    .map((label) => filled(params, label) ?? filled(api.input, label) ?? filled(api.state, label))
    .find((value) => value !== undefined);
  const resource = `domain ${api.domainName ?? '(unknown)'}${key === undefined || key === '(none)' ? '' : `/${key}`}`;
  const where = [apiId === undefined ? '' : `API ${apiId}`, stage === undefined ? '' : `stage ${stage}`];
  const about = apiId ?? filled(api.state, 'restApiId');
  return {
    severity: severityUnknown(name),
    resource,
    what: `pointed ${resource} to ${where.filter((word) => word !== '').join(', ')}`,
    ...(api.domainName === undefined ? {} : { target: api.domainName }),
    ...(about === undefined ? {} : { api: about }),
  };
}

/** How bad it is when what was there before is not known: a new path takes nothing over, a rule may take any path. */
function severityUnknown(name: string): Severity {
  return name === 'CreateBasePathMapping' || name === 'CreateApiMapping' ? 'info' : 'medium';
}
