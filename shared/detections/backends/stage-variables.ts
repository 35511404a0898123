import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, text } from '../../cloudtrail/field.ts';
import { segments, sets } from '../../cloudtrail/patch.ts';
import type { Severity } from '../severity.ts';
import { hostOf } from './host.ts';

/** A stage variable that a call sets. */
export interface Variable {
  readonly name: string;
  /** Of an HTTP API always `***`. */
  readonly value: string;
}

/** The stage variables that a call sets: of the stage, of its canary, or with a deployment. */
export function variablesSet({ api, name, omitted }: TrailEvent): Variable[] {
  if (api === undefined) return [];
  const patched = api
    .patched('/variables/*', '/canarySettings/stageVariableOverrides/*')
    .filter(sets)
    .map(({ path, value }) => ({ name: segments(path).at(-1) ?? '', value: value ?? '' }));
  if (api.version === 2) {
    const hidden = at(api.input, 'stageVariables');
    return hidden === undefined || hidden === null ? [] : [{ name: '(not logged)', value: '***' }];
  }
  // Of a request too large to be logged the answer shows all variables, as they are now.
  const from = omitted ? api.state : name === 'CreateDeployment' ? api.input : undefined;
  const written = Object.entries(fields(at(from, 'variables')));
  return [...patched, ...written.map(([key, value]) => ({ name: key, value: text(value) ?? '' }))];
}

/** A switch of a backend names a host, a function, a link; a flag or a number steers at most the backend that is there. */
export function severityOf({ name, value }: Variable): Severity {
  const host = hostOf(/^https?:/i.test(value) ? value : `https://${value}`);
  // A private address is behind a VPC link, or nowhere.
  if (host?.kind !== undefined && host.kind !== 'private' && /[.:]/.test(value)) return 'high';
  const switches = /url|uri|host|endpoint|backend|lambda|function|alias|link|domain|queue|arn/i.test(name);
  return switches || /^(arn:|https?:)|\w\.\w/i.test(value) ? 'medium' : 'low';
}
