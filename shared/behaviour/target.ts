import { nameOf } from '../cloudtrail/arn.ts';
import { type Fields, filled } from '../cloudtrail/field.ts';
import { rolePattern } from '../cloudtrail/principal.ts';

/** Services whose writes have a target worth remembering: who gets rights, or whose are taken on. */
export const HAS_TARGET: ReadonlySet<string> = new Set([
  'iam',
  'sts',
  'organizations',
  'sso',
  'sso-admin',
  'identitystore',
]);

/** Members of a request that name who it is about, the first that is there. */
const NAMES: readonly (readonly [member: string, kind: string])[] = [
  ['roleArn', 'role'],
  ['roleName', 'role'],
  ['userName', 'user'],
  ['groupName', 'group'],
  ['policyArn', 'policy'],
  ['instanceProfileName', 'profile'],
  ['accountId', 'account'],
  ['targetId', 'account'],
  ['targetPrincipal', 'account'],
  ['principalId', 'principal'],
];

/** What a write of IAM, STS, Organizations or Identity Center is about: `role app-*`, `user alice`; `itself` when that is the caller. */
export function targetOf(params: Fields, self: string): string | undefined {
  for (const [member, kind] of NAMES) {
    const named = filled(params, member);
    if (named === undefined) continue;
    const name = kind === 'account' || kind === 'principal' ? named : nameOf(named);
    if (kind === 'user' && name === self) return 'itself';
    return `${kind} ${kind === 'role' ? rolePattern(name) : name}`;
  }
  return undefined;
}
