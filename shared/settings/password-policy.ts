import type { TrailEvent } from '../cloudtrail/event.ts';
import { flag, text } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

const MEMBERS = [
  'minimumPasswordLength',
  'passwordReusePrevention',
  'maxPasswordAge',
  'requireSymbols',
  'requireNumbers',
  'requireLowercaseCharacters',
  'requireUppercaseCharacters',
] as const;

/**
 * The account's password policy. UpdateAccountPasswordPolicy replaces all of it: what the request leaves out goes back to
 * AWS's default, so it is learnt as taken away. `present` tells a deleted policy from a bare one.
 */
export function passwordPolicy(event: TrailEvent): Setting[] {
  const deleted = event.name === 'DeleteAccountPasswordPolicy';
  if (!deleted && event.name !== 'UpdateAccountPasswordPolicy') return [];
  const of = (member: string, value: string): Setting => ({
    name: `iam.passwordPolicy.${member}`,
    of: 'account',
    value,
  });
  return [
    of('present', deleted ? '' : 'yes'),
    ...MEMBERS.map((member) =>
      of(member, deleted || flag(event.params, member) === false ? '' : written(event, member)),
    ),
  ];
}

function written(event: TrailEvent, member: string): string {
  return text(event.params, member) ?? '';
}
