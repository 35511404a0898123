import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled, flag } from '../cloudtrail/field.ts';
import { sets } from '../cloudtrail/patch.ts';
import { dayOf, isoDay } from '../cloudtrail/time.ts';
import type { Setting } from './setting.ts';

/** Whether an API key works, and since which day: `enabled since 2026-11-02`, `disabled since …`. */
export const API_KEY_STATUS = 'apigateway.apiKey.status';

/** Only what sets it tells it: the day of another change of the key would be wrong. */
export function apiKeySettings(event: TrailEvent): Setting[] {
  const call = event.api;
  if (call === undefined || !/^(Create|Update)ApiKey$/.test(event.name)) return [];
  const of = filled(event.params, 'apiKey') ?? filled(call.state, 'id');
  const enabled =
    event.name === 'CreateApiKey'
      ? (flag(call.state, 'enabled') ?? flag(call.input, 'enabled'))
      : flag(call.patched('/enabled').findLast(sets)?.value?.toLowerCase());
  if (of === undefined || enabled === undefined) return [];
  const value = `${enabled ? 'enabled' : 'disabled'} since ${isoDay(dayOf(event.time))}`;
  return [{ name: API_KEY_STATUS, of, value }];
}
