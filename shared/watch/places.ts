import { DAY, dayOf } from '../cloudtrail/time.ts';
import { ACCOUNTS_KEY, pulseKey } from '../pipeline/keys.ts';
import type { StateStore } from '../state/store.ts';
import { REGIONS } from './regions.ts';
import type { Place } from './silence.ts';

/** An account that said nothing for so long was closed, or was told of. */
const ACTIVE_DAYS = 14;

/** Where CloudTrail said something in the last weeks, as ingest remembers. */
export async function placesIn(state: Pick<StateStore, 'read'>, now: number): Promise<Place[]> {
  const item = (await state.read([ACCOUNTS_KEY])).get(ACCOUNTS_KEY);
  if (item?.kind !== 'days') return [];
  const since = dayOf(now - ACTIVE_DAYS * DAY);
  const accounts = [...item.values].filter(([, days]) => (days.at(-1) ?? 0) >= since).map(([account]) => account);
  const keys = new Map(
    accounts.flatMap((account) => REGIONS.map((region) => [pulseKey(account, region), { account, region }] as const)),
  );
  const view = await state.read(keys.keys());
  return [...keys].flatMap(([key, place]) => {
    const pulse = view.get(key);
    return pulse?.kind === 'register' ? [{ ...place, hours: pulse.entries.map(({ time }) => time) }] : [];
  });
}
