import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, filled, flag } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/** An identity pool's id: in the request, or in the answer to its creation. */
export function identityPoolId(event: TrailEvent): string | undefined {
  return filled(event.params, 'identityPoolId') ?? filled(event.response, 'identityPoolId');
}

/** Whether an identity pool gives credentials to guests, and which roles it gives. Each call replaces what it is about. */
export function identityPoolSettings(event: TrailEvent): Setting[] {
  const of = identityPoolId(event);
  if (of === undefined) return [];
  const { params } = event;
  const told = (name: string, value: string): Setting => ({ name: `cognito-identity.pool.${name}`, of, value });
  if (/^(Create|Update)IdentityPool$/.test(event.name))
    return ['allowUnauthenticatedIdentities', 'allowClassicFlow'].map((member) =>
      told(member, String(flag(params, member) ?? false)),
    );
  if (event.name !== 'SetIdentityPoolRoles') return [];
  return [
    told('roles.authenticated', filled(params, 'roles', 'authenticated') ?? ''),
    told('roles.unauthenticated', filled(params, 'roles', 'unauthenticated') ?? ''),
    told('roleMappings', settingValue(at(params, 'roleMappings') ?? '')),
  ];
}
