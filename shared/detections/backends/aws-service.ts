import { parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { requested } from '../requested.ts';
import { urisSet } from './integration.ts';

/** Services that give rights or hold secrets: an API in front of one is a way to take over the account. */
export const SENSITIVE = new Set([
  'iam',
  'sts',
  'secretsmanager',
  'ssm',
  'kms',
  'organizations',
  'cloudformation',
  'ec2',
  'lambda',
  'sso',
  'identitystore',
]);

/** What an integration has AWS do. */
interface Called {
  readonly service: string;
  readonly what: string;
}

/** The AWS service that a URI calls: `arn:aws:apigateway:REGION:[SUBDOMAIN.]SERVICE:(action|path)/…`; not a function's invocation. */
export function serviceIn(text: string): Called | undefined {
  const arn = parseArn(text.slice(0, 2048));
  if (arn?.service !== 'apigateway' || !/^(action|path)\//.test(arn.resource)) return undefined;
  const service = arn.account.slice(arn.account.lastIndexOf('.') + 1).toLowerCase();
  if (
    service === 'lambda' &&
    /^path\/[\w-]+\/functions\/.*\/(invocations|response-streaming-invocations)$/.test(arn.resource)
  )
    return undefined;
  return { service, what: `${service}, ${arn.resource}` };
}

export function called(event: TrailEvent): Called | undefined {
  // HTTP APIs name the operation: `SQS-SendMessage`.
  const subtype = event.api === undefined ? undefined : requested(event.api, 'integrationSubtype');
  if (subtype !== undefined && subtype !== '')
    return { service: subtype.split('-')[0]?.toLowerCase() ?? '', what: subtype };
  return urisSet(event)
    .map(serviceIn)
    .findLast((one) => one !== undefined);
}
