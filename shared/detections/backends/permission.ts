import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { type Policy, parsePolicy } from '../../policy/index.ts';
import { functionName } from '../../settings/names.ts';

/** What an AddPermission of Lambda grants. */
export interface Permission {
  readonly functionName: string;
  readonly principal: string;
  /** The statement as it came into force. */
  readonly policy: Policy;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
  /** What Match asks for. */
  readonly target: string;
  readonly resource: string;
}

/** Reads an AddPermission: the statement that Lambda answers with, else one made of the request. */
export function permissionOf(event: TrailEvent): Permission | undefined {
  const name = functionName(filled(event.params, 'functionName'));
  const principal = filled(event.params, 'principal');
  if (name === undefined || principal === undefined) return undefined;
  const policy = parsePolicy(event.response['statement']) ?? parsePolicy(requested(event, principal));
  if (policy === undefined) return undefined;
  return {
    functionName: name,
    principal,
    policy,
    sourceArn: filled(event.params, 'sourceArn'),
    sourceAccount: filled(event.params, 'sourceAccount'),
    target: name,
    resource: `function ${name}`,
  };
}

function requested({ params }: TrailEvent, principal: string): unknown {
  const condition = (key: string, value: string | undefined) => (value === undefined ? {} : { [key]: value });
  return {
    Effect: 'Allow',
    Principal: principal,
    Action: filled(params, 'action') ?? 'lambda:InvokeFunction',
    Condition: {
      ArnLike: condition('aws:SourceArn', filled(params, 'sourceArn')),
      StringEquals: {
        ...condition('aws:SourceAccount', filled(params, 'sourceAccount')),
        ...condition('aws:PrincipalOrgID', filled(params, 'principalOrgID')),
      },
    },
  };
}

/** Whether the permission is for API Gateway, which calls for whoever owns the API. */
export function isForApi({ principal }: Permission): boolean {
  return principal.startsWith('apigateway.amazonaws.com');
}

/**
 * Whether the permission is a half of a function URL's: the URL itself decides who may call (see lambda-url-open), and
 * InvokeFunction "via the URL" opens nothing else.
 */
export function isForUrl({ params }: TrailEvent): boolean {
  return filled(params, 'functionUrlAuthType') === 'NONE' || flag(params, 'invokedViaFunctionUrl') === true;
}
