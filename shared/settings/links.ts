import type { ApiCall } from '../cloudtrail/apigateway.ts';
import { lambdaArnIn, parseArn } from '../cloudtrail/arn.ts';
import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { sets } from '../cloudtrail/patch.ts';
import { functionName } from './names.ts';
import type { Setting } from './setting.ts';

/** Which authorizers call a function, as `API/AUTHORIZER`; one function may guard many, so all that was told counts. */
export const AUTHORIZER_OF = 'lambda.function.authorizerOf';
/** Which APIs send requests to a function. */
export const BACKEND_OF = 'lambda.function.backendOf';

/**
 * What functions do for APIs, told by the calls that name them: kept by the function's name, because a change to its code
 * names no API. A link is never taken back here (the call that ends it doesn't name the function): ask the authorizer's
 * `authorizerUri`, or the API's `name`, whether it still stands.
 */
export function functionLinks(event: TrailEvent): Setting[] {
  const call = event.api;
  if (call?.apiId === undefined) return [];
  if (/^(Create|Update)Authorizer$/.test(event.name)) {
    const of = ownFunction(event, uriIn(call, 'authorizerUri'));
    if (of === undefined || call.authorizerId === undefined) return [];
    return [{ name: AUTHORIZER_OF, of, value: `${call.apiId}/${call.authorizerId}` }];
  }
  const uri = /^(Put|Create|Update)Integration$/.test(event.name)
    ? (uriIn(call, 'integrationUri') ?? uriIn(call, 'uri'))
    : /^(Create|Update)Api$/.test(event.name)
      ? uriIn(call, 'target')
      : undefined;
  const of = ownFunction(event, uri);
  return of === undefined ? [] : [{ name: BACKEND_OF, of, value: call.apiId }];
}

/** The answer's, else what the request set last. */
function uriIn(call: ApiCall, member: string): string | undefined {
  return filled(call.state, member) ?? call.patched(`/${member}`).findLast(sets)?.value ?? filled(call.input, member);
}

/**
 * The function in a URI, when it is one of the event's own account and region: another account's of the same name is
 * another function. A name that a stage variable holds can't be told from here.
 */
function ownFunction(event: TrailEvent, uri: string | undefined): string | undefined {
  const arn = uri === undefined ? undefined : lambdaArnIn(uri);
  const parts = arn === undefined ? undefined : parseArn(arn);
  if (parts === undefined || parts.account !== event.account || parts.region !== event.region) return undefined;
  const name = functionName(arn);
  return name === undefined || name === '' || name.includes('$') ? undefined : name;
}
