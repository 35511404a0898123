import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { functionName } from './names.ts';
import type { Setting } from './setting.ts';

/** Who wrote a resource last: `code NAME` for infrastructure as code, else `hand NAME`. */
export const WRITER = 'drift.resource.writer';

const CODE_AGENT = /terraform|opentofu|pulumi|cloudformation|aws-cdk|serverless/i;

/** Whether infrastructure as code made a call, as far as its credentials or its user agent tell. */
export function byCode({ principal, invokedBy, userAgent, viaConsole }: TrailEvent): boolean {
  if (viaConsole) return false;
  return principal.class === 'ci' || invokedBy === 'cloudformation.amazonaws.com' || CODE_AGENT.test(userAgent);
}

/** The resource that a write changes, as far as a template would own it; undefined for all others. */
export function ownedResource({ service, name, api, params }: TrailEvent): string | undefined {
  if (/^(Tag|Untag)/.test(name)) return undefined;
  if (service === 'apigateway') return api?.apiId === undefined ? undefined : `API ${api.apiId}`;
  if (service === 'lambda') {
    const of = functionName(filled(params, 'functionName'));
    return of === undefined ? undefined : `function ${of}`;
  }
  if (service === 'iam') {
    const role = filled(params, 'roleName');
    const policy = filled(params, 'policyArn');
    return role !== undefined ? `role ${role}` : policy === undefined ? undefined : `policy ${policy}`;
  }
  if (service === 'wafv2') {
    const of = filled(params, 'name');
    return of === undefined ? undefined : `${name.replace(/^(Create|Update|Delete|Put)/, '')} ${of}`;
  }
  const table = service === 'dynamodb' ? filled(params, 'tableName') : undefined;
  return table === undefined ? undefined : `table ${table}`;
}

export function writerSettings(event: TrailEvent): Setting[] {
  const of = ownedResource(event);
  if (of === undefined) return [];
  return [{ name: WRITER, of, value: `${byCode(event) ? 'code' : 'hand'} ${event.principal.name}` }];
}
