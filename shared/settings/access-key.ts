import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { dayOf, isoDay } from '../cloudtrail/time.ts';
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

/**
 * When a key was made, and what it was switched to last with the day of it: `Inactive 2026-08-14`. The day is part of the value,
 * so that two values tell how long the first one held.
 */
export function accessKeyStatus(event: TrailEvent): Setting[] {
  const day = isoDay(dayOf(event.time));
  if (event.name === 'CreateAccessKey') {
    const of = filled(event.response, 'accessKey', 'accessKeyId');
    if (of === undefined) return [];
    return [
      { name: 'iam.accessKey.created', of, value: day },
      { name: 'iam.accessKey.status', of, value: `Active ${day}` },
    ];
  }
  const of = filled(event.params, 'accessKeyId');
  const status = filled(event.params, 'status');
  if (event.name !== 'UpdateAccessKey' || of === undefined || status === undefined) return [];
  return [{ name: 'iam.accessKey.status', of, value: `${status} ${day}` }];
}
