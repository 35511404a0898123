import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

const CALL = /^(Create|Put|Delete)(User|Role)(PermissionsBoundary)?$/;

/** The permissions boundary of a user or role: the policy's ARN; empty once it was removed. Nothing of those made without one. */
export function boundarySettings(event: TrailEvent): Setting[] {
  const [, verb, kind, boundary] = CALL.exec(event.name) ?? [];
  // Deleting the user or role itself says nothing about a boundary.
  if (verb === undefined || (verb === 'Create') === (boundary !== undefined)) return [];
  const of = filled(event.params, kind === 'User' ? 'userName' : 'roleName');
  const value = verb === 'Delete' ? '' : filled(event.params, 'permissionsBoundary');
  if (of === undefined || value === undefined) return [];
  return [{ name: `iam.${kind?.toLowerCase()}.permissionsBoundary`, of, value }];
}
