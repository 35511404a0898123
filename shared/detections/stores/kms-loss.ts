import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, filled } from '../../cloudtrail/field.ts';
import type { Severity } from '../severity.ts';

/** Calls after which what a key encrypted can't be read: at once, or when the waiting time is over. */
export const KEY_LOSSES = [
  'ScheduleKeyDeletion',
  'DisableKey',
  'DeleteImportedKeyMaterial',
  'DisconnectCustomKeyStore',
  'DeleteCustomKeyStore',
];

/** The key or key store of such a call, by its id: a key is named by id or ARN. */
export function lostKey({ params }: TrailEvent): string | undefined {
  const id = filled(params, 'keyId') ?? filled(params, 'customKeyStoreId');
  return id === undefined ? undefined : nameOf(id);
}

/** What is lost, in words that complete "alice …". */
export function keyLoss(event: TrailEvent, key: string): { what: string; severity: Severity } {
  switch (event.name) {
    case 'ScheduleKeyDeletion': {
      const days = amount(event.params, 'pendingWindowInDays') ?? amount(event.response, 'pendingWindowInDays') ?? 30;
      return { what: `let key ${key} be deleted in ${days} ${days === 1 ? 'day' : 'days'}`, severity: 'medium' };
    }
    case 'DisableKey':
      return { what: `disabled key ${key}`, severity: 'high' };
    case 'DeleteImportedKeyMaterial':
      return { what: `deleted the imported material of key ${key}`, severity: 'high' };
    default:
      return { what: `cut off key store ${key}`, severity: 'high' };
  }
}
