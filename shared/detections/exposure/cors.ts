import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, flag, text, texts } from '../../cloudtrail/field.ts';
import { segments, sets } from '../../cloudtrail/patch.ts';
import type { Severity } from '../severity.ts';

/** What a call lets browsers do for pages of other sites. */
export interface Cors {
  /** `*`, `https://*`, `null`, or `the caller's own` where whoever asks is echoed; only what lets any site in. */
  readonly open: readonly string[];
  /** Whether the browser sends cookies and sign-ins along. */
  readonly credentials: boolean;
}

const ECHO = "the caller's own";
const WIDE: ReadonlySet<string> = new Set(['*', 'null', 'http://*', 'https://*']);

/** The cross-origin rule that a call writes; undefined when it writes none. */
export function corsOf(event: TrailEvent): Cors | undefined {
  const call = event.api;
  if (call === undefined) return undefined;
  if (event.name === 'CreateApi' || event.name === 'UpdateApi') {
    const written =
      at(call.input, 'corsConfiguration') ?? (event.omitted ? call.state['corsConfiguration'] : undefined);
    if (written === undefined || written === null) return undefined;
    const open = texts(written, 'allowOrigins').filter(isWide);
    return { open, credentials: flag(written, 'allowCredentials') === true };
  }
  const written = headers(event);
  const origin = written.get('access-control-allow-origin');
  if (origin === undefined) return undefined;
  const state = responseHeaders(call.state['responseParameters']);
  const credentials = written.get('access-control-allow-credentials') ?? state.get('access-control-allow-credentials');
  return { open: openIn(origin), credentials: credentials?.toLowerCase() === "'true'" };
}

export function isWide(origin: string): boolean {
  return WIDE.has(origin.toLowerCase());
}

/** REST APIs write a literal in quotes, or where the value comes from: `method.request.header.Origin`. */
function openIn(value: string): string[] {
  if (/^(method\.request|\$?context\.requestOverride|\$request)\.(multivalue)?header\.origin$/i.test(value))
    return [ECHO];
  const literal = /^'(.*)'$/.exec(value.slice(0, 256))?.[1] ?? value;
  return isWide(literal) ? [literal] : [];
}

/** Response headers by lower-cased name, that an integration's or a gateway's response gets by this call. */
function headers(event: TrailEvent): Map<string, string> {
  const call = event.api;
  const found = responseHeaders(at(call?.input, 'responseParameters'));
  if (event.omitted) return responseHeaders(call?.state['responseParameters']);
  for (const patch of call?.patched('/responseParameters/*') ?? []) {
    const name = headerName(segments(patch.path)[1] ?? '');
    if (name !== undefined && sets(patch)) found.set(name, patch.value ?? '');
  }
  return found;
}

function responseHeaders(parameters: unknown): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(fields(parameters))) {
    const name = headerName(key);
    const written = text(value);
    if (name !== undefined && written !== undefined) found.set(name, written);
  }
  return found;
}

/** `method.response.header.Access-Control-Allow-Origin`, `gatewayresponse.header.…` */
function headerName(key: string): string | undefined {
  const [, name] = /^(?:method\.response|gatewayresponse)\.header\.([\w-]{1,64})$/i.exec(key) ?? [];
  return name?.toLowerCase();
}

/**
 * A page of any site may read the answers. Without credentials these are what anyone can fetch anyway, unless the API trusts the
 * browser's network: tutorials, consoles and frameworks write it for every preflight method, so there it is low. With credentials
 * it is the reader's own data; browsers refuse to send them for a literal `*`, not for `https://*`, `null` or an echo.
 */
export function severityOf({ open, credentials }: Cors, name: string): Severity {
  const isHttpApi = name.endsWith('Api');
  if (credentials && (isHttpApi || open.some((origin) => origin !== '*'))) return 'high';
  return name === 'UpdateApi' ? 'medium' : 'low';
}
