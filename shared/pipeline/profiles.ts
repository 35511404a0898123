import { profileKey, valuesOf } from '../behaviour/learn.ts';
import { onDay } from '../state/day-bits.ts';
import { joinProfiles, type ProfileItem } from '../state/profile.ts';
import type { StateStore } from '../state/store.ts';
import { activityKey } from './keys.ts';

/** Of days that are not learnt yet, those before a day. */
export function before(day: number, unlearnt: readonly number[] = []): readonly number[] {
  return unlearnt.filter((one) => one < day);
}

/**
 * What is normal for these principals, by profile key. `unlearnt`: days before the one that is judged, over but not learnt yet (live,
 * in the first hours of a day); what principals did on them is read as it was kept, or yesterday's news would be news again.
 */
export async function profilesOf(
  state: StateStore,
  principals: Iterable<string>,
  unlearnt: readonly number[] = [],
): Promise<ReadonlyMap<string, ProfileItem>> {
  const asked = new Map([...principals].map((who) => [profileKey(who), who]));
  const profiles = new Map<string, ProfileItem>();
  for (const [key, item] of await state.read(asked.keys())) if (item.kind === 'profile') profiles.set(key, item);
  if (unlearnt.length === 0) return profiles;
  const keys = [...asked].flatMap(([, who]) => unlearnt.map((day) => activityKey(day, who)));
  for (const item of (await state.read(keys)).values()) {
    if (item.kind !== 'activity') continue;
    const today = onDay(item.day);
    const told: ProfileItem = {
      kind: 'profile',
      who: item.who,
      active: today,
      values: valuesOf(item, today),
      records: new Map(),
      contested: new Map(),
    };
    const key = profileKey(item.who.key);
    const known = profiles.get(key);
    profiles.set(key, known === undefined ? told : joinProfiles(known, told));
  }
  return profiles;
}
