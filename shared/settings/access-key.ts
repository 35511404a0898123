import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

/**
 * The access key a user got last; empty once one was deleted. A user may have two: that the other is still there can't be
 * told, so a deletion says nothing is known rather than guessing.
 */
export function accessKeySettings(event: TrailEvent): Setting[] {
  const own = event.identityType === 'IAMUser' ? event.principal.name : undefined;
  const of = filled(event.params, 'userName') ?? filled(event.response, 'accessKey', 'userName') ?? own;
  if (of === undefined) return [];
  const value = event.name === 'DeleteAccessKey' ? '' : (filled(event.response, 'accessKey', 'accessKeyId') ?? '');
  return [{ name: 'iam.user.accessKeyId', of, value }];
}
