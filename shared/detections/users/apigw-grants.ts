import { nameOf, parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { adminGrants, grantsService, parsePolicy } from '../../policy/index.ts';
import type { Match } from '../define.ts';
import { identityOf } from './identity.ts';

const MANAGED: ReadonlyMap<string, string> = new Map([
  ['AmazonAPIGatewayAdministrator', 'change every API'],
  ['AmazonAPIGatewayInvokeFullAccess', 'call every API that asks for IAM authorization'],
]);

/** What a document allows in words; undefined when it allows neither, or so much more that other detections tell it. */
export function allows(document: unknown): string | undefined {
  const policy = parsePolicy(document);
  if (policy === undefined || adminGrants(policy).length > 0) return undefined;
  const found = [
    ...(grantsService(policy, 'apigateway') ? ['change every API'] : []),
    ...(grantsService(policy, 'execute-api') ? ['call every API that asks for IAM authorization'] : []),
  ];
  return found.length === 0 ? undefined : found.join(' and ');
}

/** A policy of the account's own that is attached: what it says was learnt when it was made. */
export function ownPolicy(event: TrailEvent): string | undefined {
  const arn = event.name.startsWith('Attach') ? filled(event.params, 'policyArn') : undefined;
  return arn === undefined || parseArn(arn)?.account === 'aws' ? undefined : arn;
}

export function grantedTo(event: TrailEvent): Match | false {
  const identity = identityOf(event);
  const arn = filled(event.params, 'policyArn') ?? '';
  const what = parseArn(arn)?.account === 'aws' ? MANAGED.get(nameOf(arn)) : allows(event.params['policyDocument']);
  // Of a policy of the account's own it is asked later what it says (`info` until then).
  if (identity === undefined || (what === undefined && ownPolicy(event) === undefined)) return false;
  const { name, words, own, provisioned } = identity;
  // Deployment and application roles are given such rights every day, and can be used by what runs as them alone.
  const isRole = words.startsWith('role ');
  return {
    resource: words,
    target: name,
    what: `allowed ${words} to ${what ?? 'use API Gateway without limit'}`,
    severity: what === undefined ? 'info' : provisioned ? 'low' : isRole && !own ? 'medium' : 'high',
    reasons: [
      `by ${arn === '' ? `the inline policy ${filled(event.params, 'policyName') ?? '(unnamed)'}` : arn}`,
      ...(own ? ['the caller gave it to itself'] : []),
      ...(provisioned ? ['Identity Center provisions a permission set: look at the assignment instead'] : []),
    ],
    ...(what === undefined ? {} : { listed: [{ list: 'deployRoles', names: [name], severity: 'low' }] }),
  };
}

/** A managed policy is given to nobody yet when it is made; a new default version is in force for everyone who has it. */
export function writtenInto(event: TrailEvent): Match | false {
  const what = allows(event.params['policyDocument']);
  const arn = filled(event.params, 'policyArn') ?? filled(event.response, 'policy', 'arn');
  const name = filled(event.params, 'policyName') ?? (arn === undefined ? undefined : nameOf(arn));
  if (what === undefined || name === undefined) return false;
  const inForce = flag(event.params, 'setAsDefault') === true;
  return {
    resource: arn ?? `policy ${name}`,
    target: name,
    what: `wrote into policy ${name} that its holders may ${what}`,
    severity: inForce ? 'high' : 'low',
    reasons: inForce
      ? []
      : [arn !== undefined && event.name !== 'CreatePolicy' ? 'not in force yet' : 'nobody has it yet'],
  };
}
