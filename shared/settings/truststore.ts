import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, filled, text } from '../cloudtrail/field.ts';
import { removes } from '../cloudtrail/patch.ts';
import type { Setting } from './setting.ts';

/** Which file holds the CAs whose clients a domain lets in: `s3://bucket/key`, or `s3://bucket/key version V`. */
export const TRUSTSTORE = 'apigateway.domain.truststore';

/** File and version as one value: only together do they tell whether it is the same list of CAs. */
export function truststoreSettings(event: TrailEvent): Setting[] {
  const call = event.api;
  const of = call?.domainName;
  if (call === undefined || of === undefined || !/^(Create|Update)DomainName$/.test(event.name)) return [];
  const told = at(call.state, 'mutualTlsAuthentication') ?? at(call.input, 'mutualTlsAuthentication');
  const patched = (member: string) => {
    const patch = call.patched(`/mutualTlsAuthentication/${member}`).findLast(({ op }) => op !== 'test');
    return patch === undefined ? undefined : removes(patch) ? '' : patch.value;
  };
  const isOff = call.patched('/mutualTlsAuthentication').some(removes);
  const uri = text(told, 'truststoreUri') ?? patched('truststoreUri') ?? (isOff ? '' : undefined);
  if (uri === undefined) return [];
  const version = filled(told, 'truststoreVersion') ?? patched('truststoreVersion') ?? '';
  return [{ name: TRUSTSTORE, of, value: uri === '' || version === '' ? uri : `${uri} version ${version}` }];
}
