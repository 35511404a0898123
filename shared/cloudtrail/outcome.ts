import { type Fields, fieldsOrJson, filled, text } from './field.ts';

export type Outcome = 'success' | 'denied' | 'failed';

export interface CallError {
  readonly code: string;
  readonly message: string;
}

const DENIALS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'ForbiddenException',
  'NotAuthorized',
  'NotAuthorizedException',
  'UnauthorizedAccess',
  'UnauthorizedException',
  'UnauthorizedOperation',
  'VpceAccessDenied',
]);

/**
 * The error of a call, or undefined when it succeeded. An empty errorCode is no error (Cognito's hosted UI, quirk 9); a failed
 * console login has none either but says Failure in its response (quirk 11); API Gateway v2 puts the text into the response.
 */
export function errorOf(raw: Fields): CallError | undefined {
  const code = filled(raw['errorCode']);
  if (code === undefined && !text(raw['eventSource'])?.startsWith('signin.')) return undefined;
  const response = fieldsOrJson(raw['responseElements']);
  const message = filled(raw, 'errorMessage') ?? '';
  if (code !== undefined) return { code, message: message === '' ? (filled(response, 'message') ?? '') : message };
  return Object.values(response).includes('Failure') ? { code: 'Failure', message } : undefined;
}

/** Whether the call succeeded, was refused for lack of permission, or failed otherwise. */
export function outcomeOf(error: CallError | undefined): Outcome {
  if (error === undefined) return 'success';
  return DENIALS.has(error.code.replace(/^(Client|Server)\./, '')) ? 'denied' : 'failed';
}

/**
 * What a denied call wanted: requestParameters are null on most denials (quirk 10), so action and resource come from
 * AWS's own sentence "… is not authorized to perform: ACTION on resource: RESOURCE …".
 */
export function deniedAttempt(message: string): { action: string; resource?: string } | undefined {
  const sentence = message.slice(0, 4096);
  const action = /not authorized to perform:? ([\w-]+:[\w*]+)/.exec(sentence)?.[1];
  if (action === undefined) return undefined;
  const resource = / on resource:? ("[^"]*"|\S+)/.exec(sentence)?.[1]?.replace(/^"|"$/g, '');
  return resource === undefined ? { action } : { action, resource };
}
