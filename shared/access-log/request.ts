import { redact } from '../cloudtrail/redact.ts';
import type { CallerKind } from './caller.ts';
import { type Layout, type Printed, said } from './entry.ts';

export type Request = ReturnType<typeof requestOf>;

/** The line's own fields in one form, whatever its format. */
export function requestOf(
  printed: Printed,
  layout: Layout,
  apiId: string | undefined,
  status: number | undefined,
  caller: CallerKind,
) {
  const httpMethod = said(printed.httpMethod);
  const resourcePath = said(printed.resourcePath);
  const webaclArn = said(printed.webaclArn);
  const verdict = said(printed.wafResponseCode) ?? (webaclArn === undefined ? 'none' : 'unknown');
  return {
    apiId,
    stage: said(printed.stage),
    httpMethod,
    route:
      said(printed.routeKey) ?? (resourcePath === undefined ? undefined : `${httpMethod ?? 'ANY'} ${resourcePath}`),
    path: pathIn(said(printed.path)),
    domainName: said(printed.domainName),
    status,
    responseLength: numberIn(said(printed.responseLength)),
    requestId: said(printed.requestId),
    caller,
    // What the format can tell at all: a field that isn't printed must not pass for one that is unset.
    callersTold: layout.callers,
    waf: layout.hasWaf ? verdict : undefined,
    webaclArn,
    apiKeyId: said(printed.apiKeyId),
    userArn: said(printed.userArn),
    callerAccountId: said(printed.callerAccountId),
    principalOrgId: said(printed.principalOrgId),
    certSerial: said(printed.certSerial),
    authorizerError: said(printed.authorizerError),
    integrationStatus: said(printed.integrationStatus),
    integrationError: said(printed.integrationError),
  };
}

/**
 * All that rules about a stage or route look at, in one text: of each kind the first request in ten minutes tells them enough. It is
 * looked up for every request, so what is not free text is one number.
 */
export function kindOf(
  { apiId, stage, route, status = 0, caller, waf, domainName }: Request,
  layout: Layout,
  account = '',
): string {
  const answer = status >= 200 && status < 300 ? 0 : status < 400 ? 1 : 2;
  const endpoint = domainName === undefined ? 0 : domainName.includes('.execute-api.') ? 1 : 2;
  const guard = waf === undefined ? 0 : waf === 'none' ? 1 : 2;
  const asked = layout.callerBits * 2 + (account === '' ? 0 : 1);
  const number = (((asked * 3 + guard) * 3 + endpoint) * 3 + answer) * 2 + (caller === 'none' ? 0 : 1);
  return cutTo(MOST_KIND, `${number}|${apiId}/${stage}|${route}`);
}

/** Longest text that is remembered of a kind: names of APIs and routes are short, logs are hostile. */
const MOST_KIND = 512;

function cutTo(most: number, text: string): string {
  return text.length > most ? text.slice(0, most) : text;
}

/** Without query string and tokens. */
function pathIn(path: string | undefined): string | undefined {
  const end = path?.indexOf('?') ?? -1;
  return withoutTokens(end === -1 ? path : path?.slice(0, end));
}

/** A number that is printed as text; undefined when it is none. */
export function numberIn(text: string | undefined): number | undefined {
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Some authorizers call a user by the token itself, and some paths hold one. */
export function withoutTokens(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (redact(text, '') as string);
}
