import type { ApiCall } from '../cloudtrail/apigateway.ts';
import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, fields, fieldsOrJson, filled, flag, list, texts } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/** Whose tokens a JWT authorizer believes, and for whom they must be meant. */
interface JwtTrust {
  readonly issuers: readonly string[];
  /** undefined: the call doesn't speak of them. Empty: any. */
  readonly audiences: readonly string[] | undefined;
}

/**
 * What a call asks a JWT authorizer to believe. v2 has one issuer; v1 a list of them with audiences each, and only the whole
 * `/jwtConfiguration` can be replaced, by a JSON text. Where the request was too large to be logged, the answer tells.
 */
export function jwtTrust(call: ApiCall): JwtTrust | undefined {
  const patch = call.patches.findLast(({ op, path }) => op !== 'test' && path.toLowerCase() === '/jwtconfiguration');
  if (patch !== undefined) return trustIn(fieldsOrJson(patch.value));
  return trustIn(at(flag(call.input, 'omitted') === true ? call.state : call.input, 'jwtConfiguration'));
}

/** Issuers and audiences of a v1 authorizer, under the names that v2's have. */
export function restJwtSettings(event: TrailEvent): Setting[] {
  const call = event.api;
  if (call?.version !== 1 || call.apiId === undefined || call.authorizerId === undefined) return [];
  if (!/^(Create|Update)Authorizer$/.test(event.name)) return [];
  const trust = trustIn(call.state['jwtConfiguration']) ?? jwtTrust(call);
  if (trust === undefined) return [];
  const of = `${call.apiId}/${call.authorizerId}`;
  const setting = (member: string, values: readonly string[]) => ({
    name: `apigateway.authorizer.jwtConfiguration.${member}`,
    of,
    value: settingValue([...new Set(values)]),
  });
  return [
    setting('issuer', trust.issuers),
    ...(trust.audiences === undefined ? [] : [setting('audience', trust.audiences)]),
  ];
}

function trustIn(configuration: unknown): JwtTrust | undefined {
  const entries = list(configuration, 'issuers');
  if (entries.length > 0)
    return {
      issuers: entries.map((entry) => filled(entry, 'issuer')).filter((issuer) => issuer !== undefined),
      audiences: entries.flatMap((entry) => texts(entry, 'audiences')),
    };
  const issuer = filled(configuration, 'issuer');
  const hasAudiences = Array.isArray(fields(configuration)['audience']);
  if (issuer === undefined && !hasAudiences) return undefined;
  return {
    issuers: issuer === undefined ? [] : [issuer],
    audiences: hasAudiences ? texts(configuration, 'audience') : undefined,
  };
}
