import type { TrailEvent } from '../cloudtrail/event.ts';
import { amount, at, fields, text } from '../cloudtrail/field.ts';
import { isVerb } from './patched.ts';
import { type Setting, settingName, settingValue, type Thing } from './setting.ts';

/** What a stage's answer calls a method's setting, and how a patch names it. Source: API Gateway's MethodSetting. */
const METHOD_SETTINGS: readonly (readonly [member: string, path: string])[] = [
  ['loggingLevel', 'logging/loglevel'],
  ['dataTraceEnabled', 'logging/dataTrace'],
  ['throttlingRateLimit', 'throttling/rateLimit'],
  ['throttlingBurstLimit', 'throttling/burstLimit'],
  ['requireAuthorizationForCacheControl', 'caching/requireAuthorizationForCacheControl'],
  ['cacheDataEncrypted', 'caching/dataEncrypted'],
];

/** Rate and burst that a method without limits of its own shows: the account's quotas, as they are in different regions. */
const QUOTAS: ReadonlySet<string> = new Set(['10000/5000', '2500/1250']);

/**
 * What the maps of a REST API's stage say, under the names that patches give the same settings: `methodSettings` (answers
 * only) and `variables` (a deployment may set them too).
 */
export function stageMaps(event: TrailEvent, thing: Thing, of: string, service: string): Setting[] {
  const call = event.api;
  if (call?.version !== 1) return [];
  const written = { ...fields(at(call.input, 'variables')), ...fields(at(call.state, 'variables')) };
  const variables = Object.entries(written).flatMap(([name, value]) =>
    value === null ? [] : [setting(service, thing, 'variables/*', `${of}|variables|${name}`, value)],
  );
  return [...variables, ...methodSettings(call.state['methodSettings'], thing, of, service)];
}

function methodSettings(map: unknown, thing: Thing, of: string, service: string): Setting[] {
  return Object.entries(fields(map)).flatMap(([key, settings]) => {
    const method = methodIn(key);
    if (method === undefined) return [];
    const isQuota = QUOTAS.has(
      `${amount(settings, 'throttlingRateLimit')}/${amount(settings, 'throttlingBurstLimit')}`,
    );
    return METHOD_SETTINGS.flatMap(([member, path]) => {
      const value = text(settings, member);
      const pattern = `*/*/${path}`;
      if (value === undefined || !thing.members.includes(pattern)) return [];
      if (isQuota && path.startsWith('throttling')) return [];
      return [setting(service, thing, pattern, [of, ...method, ...path.split('/')].join('|'), value)];
    });
  });
}

/** `~1orders/GET` -> `/orders`, `GET`; the stars of `*` + `/*` stay. */
function methodIn(key: string): [resource: string, verb: string] | undefined {
  const slash = key.lastIndexOf('/');
  const verb = key.slice(slash + 1);
  if (slash < 1 || !isVerb(verb)) return undefined;
  return [key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~'), verb];
}

function setting(service: string, thing: Thing, member: string, of: string, value: unknown): Setting {
  return { name: settingName(service, thing, member), of, value: settingValue(value) };
}
