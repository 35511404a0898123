import { lambdaArnIn, parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';

/** Operations of both APIs that can say where requests go: an integration's own, one-call APIs, and whole definitions. */
export const BACKEND_WRITES = [
  'PutIntegration',
  'CreateIntegration',
  'UpdateIntegration',
  'CreateApi',
  'UpdateApi',
  'ImportRestApi',
  'PutRestApi',
  'ImportApi',
  'ReimportApi',
] as const;

/** Where an integration sends requests. */
export interface Backend {
  /** Whose or which: the account of a function, the host of a URL, the AWS service. */
  readonly owner: string;
  /** Which one of the owner's: the function without version or alias; empty for a URL. */
  readonly name: string;
}

/** The backend of a v1 `uri`, a v2 `integrationUri`, or a bare function ARN; undefined when it names none. */
export function backendOf(uri: string): Backend | undefined {
  const lambda = lambdaArnIn(uri);
  if (lambda !== undefined) {
    const arn = parseArn(lambda);
    return { owner: `account ${arn?.account}`, name: arn?.resource.split(':')[1] ?? '' };
  }
  const [, host] = /^https?:\/\/([^/?#]+)/i.exec(uri.slice(0, 2048)) ?? [];
  if (host !== undefined) return { owner: `host ${host.slice(host.lastIndexOf('@') + 1).toLowerCase()}`, name: '' };
  const arn = parseArn(uri);
  if (arn === undefined) return undefined;
  // arn:aws:apigateway:REGION:[SUBDOMAIN.]SERVICE:(path|action)/…; everything else (a load balancer, Cloud Map) is its own ARN.
  if (arn.service === 'apigateway') return { owner: `service ${arn.account}`, name: '' };
  return { owner: `account ${arn.account}`, name: arn.resource };
}

/** The URIs that a call sets on an integration, or a quick-created API's `target`; its answer's, where the request is too large. */
export function urisSet(event: TrailEvent): string[] {
  const call = event.api;
  if (call === undefined) return [];
  const patched = call.patched('/uri').filter(sets);
  const from = event.omitted ? call.state : call.input;
  const written = ['uri', 'integrationUri', 'target'].map((key) => filled(from, key));
  return [...written, ...patched.map(({ value }) => value)].filter((uri) => uri !== undefined);
}
