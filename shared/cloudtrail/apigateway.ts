import { at, type Fields, fields, filled } from './field.ts';
import { type Patch, patchesOf, pathFits } from './patch.ts';

/**
 * An API Gateway call. v1 (REST) and v2 (HTTP, WebSocket) share one event source and 40 operation names, so they are told
 * apart by shape: v1 always writes `template`, and wraps bodies in `<operation>Input`; v2 is flat.
 */
export interface ApiCall {
  readonly version: 1 | 2;
  readonly apiId: string | undefined;
  /** Decoded: UpdateStage writes `%24default`, CreateStage `$default`. */
  readonly stage: string | undefined;
  readonly resourceId: string | undefined;
  /** The client's verb; an integration's own verb is in `input`. */
  readonly httpMethod: string | undefined;
  readonly routeKey: string | undefined;
  readonly authorizerId: string | undefined;
  readonly domainName: string | undefined;
  /** The body of the request: v1's unwrapped `*Input`, v2's parameters. */
  readonly input: Fields;
  /** v1 patch operations in order; empty for v2, which simply sends the members to change. */
  readonly patches: readonly Patch[];
  /** The response without HAL links: the resource's new state, as far as AWS tells it. */
  readonly state: Fields;
  /** What was touched, for a person: `REST API a1b2c3d4e5, stage prod`. */
  readonly resource: string;
  /** The patches whose path fits any of the patterns (see `pathFits`). */
  patched(...patterns: readonly string[]): readonly Patch[];
}

/** Reads a call of API Gateway v1 or v2. Never throws; what the record doesn't hold is undefined. */
export function apiCallOf(name: string, params: Fields, response: Fields): ApiCall {
  const version = isV1(params, response) ? 1 : 2;
  const input = version === 1 ? inputOf(params) : params;
  const state = withoutLinks(response);
  const patches = version === 1 ? patchesOf(params) : [];
  const made = /^(Create|Import|Update|Put|Reimport)(RestApi|Api)$/.test(name);
  const pick = (key: string): string | undefined => filled(params, key) ?? filled(input, key) ?? filled(state, key);
  const apiId =
    filled(params, 'restApiId') ??
    filled(params, 'apiId') ??
    filled(input, 'restApiId') ??
    filled(input, 'apiId') ??
    (made ? (filled(state, 'id') ?? filled(state, 'apiId')) : undefined);
  const call = {
    version,
    apiId,
    stage: decoded(pick('stageName') ?? filled(params, 'stage')),
    resourceId: filled(params, 'resourceId'),
    httpMethod: filled(params, 'httpMethod'),
    routeKey: pick('routeKey'),
    authorizerId:
      filled(params, 'authorizerId') ??
      (name.endsWith('Authorizer') ? (filled(state, 'id') ?? filled(state, 'authorizerId')) : undefined),
    domainName: filled(params, 'domainName') ?? filled(input, 'domainName'),
    input,
    patches,
    state,
  } as const;
  return {
    ...call,
    resource: describe(call),
    patched: (...patterns) => patches.filter((patch) => patterns.some((pattern) => pathFits(patch.path, pattern))),
  };
}

const NOTHING: Fields = Object.freeze(Object.create(null) as Record<string, unknown>);

/** The API that a request in an access or WAF log went to (shared/access-log has the fields): nothing was asked of API Gateway itself. */
export function requestedApi({ apiId, stage, httpMethod, route, domainName }: Fields): ApiCall {
  const call = { apiId: filled(apiId), stage: filled(stage), state: NOTHING, input: NOTHING };
  const known = { httpMethod: filled(httpMethod), routeKey: filled(route), domainName: filled(domainName) };
  const name = call.apiId === undefined ? 'API Gateway' : `API ${call.apiId}`;
  return {
    ...call,
    ...known,
    version: 2,
    resourceId: undefined,
    authorizerId: undefined,
    patches: [],
    resource: call.stage === undefined ? name : `${name}, stage ${call.stage}`,
    patched: () => [],
  };
}

function isV1(params: Fields, response: Fields): boolean {
  if ('template' in params || 'restApiId' in params || 'patchOperations' in params) return true;
  if (Object.keys(params).some((key) => key.endsWith('Input'))) return true;
  return (
    'restApiId' in response ||
    'rootResourceId' in response ||
    Object.keys(response).some((key) => key === 'self' || key.startsWith('restapi'))
  );
}

function inputOf(params: Fields): Fields {
  const key = Object.keys(params).find(
    (name) => name.endsWith('Input') && typeof params[name] === 'object' && params[name] !== null,
  );
  return key === undefined ? params : fields(params[key]);
}

/** v1 responses carry HAL links (`self`, `restapiUpdate`: `{restApiId, template}`) beside the state. */
function withoutLinks(response: Fields): Fields {
  const entries = Object.entries(response).filter(([, value]) => at(value, 'template') === undefined);
  return Object.assign(Object.create(null) as Record<string, unknown>, Object.fromEntries(entries));
}

function decoded(stage: string | undefined): string | undefined {
  if (stage === undefined || !stage.includes('%')) return stage;
  try {
    return decodeURIComponent(stage);
  } catch {
    return stage;
  }
}

function describe(call: Omit<ApiCall, 'resource' | 'patched'>): string {
  const parts: string[] = [];
  if (call.domainName !== undefined && call.apiId === undefined) parts.push(`domain ${call.domainName}`);
  else if (call.apiId !== undefined) parts.push(`${call.version === 1 ? 'REST API' : 'API'} ${call.apiId}`);
  const name = filled(call.state, 'name') ?? filled(call.input, 'name');
  if (name !== undefined && call.authorizerId === undefined && call.stage === undefined) parts.push(`(${name})`);
  if (call.stage !== undefined) parts.push(`stage ${call.stage}`);
  if (call.routeKey !== undefined) parts.push(`route ${call.routeKey}`);
  if (call.httpMethod !== undefined)
    parts.push(`method ${call.httpMethod}${call.resourceId === undefined ? '' : ` of resource ${call.resourceId}`}`);
  if (call.authorizerId !== undefined) parts.push(`authorizer ${call.authorizerId}`);
  return parts.length === 0 ? 'API Gateway' : parts.join(' ');
}
