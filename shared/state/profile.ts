import { capped, joinWho, type Who } from './activity.ts';
import { type DayBits, joinBits, lastBefore } from './day-bits.ts';
import { type DayRecord, fuller } from './summary.ts';

/** What is normal for one principal: on which days each value was seen, and what each of its days came to. */
export interface ProfileItem {
  readonly kind: 'profile';
  readonly who: Who;
  readonly active: DayBits;
  readonly values: ReadonlyMap<string, DayBits>;
  /** By day, the newest RECORDS_KEPT. */
  readonly records: ReadonlyMap<number, DayRecord>;
  /** Values that were reasons of an alert, with the days of those: no reference for peers until they have aged. */
  readonly contested: ReadonlyMap<string, DayBits>;
}

export const RECORDS_KEPT = 96;

export function joinProfiles(a: ProfileItem, b: ProfileItem): ProfileItem {
  return {
    kind: 'profile',
    who: joinWho(a.who, b.who),
    active: joinBits(a.active, b.active),
    values: capped(joinDayMaps(a.values, b.values)),
    records: newest(joinRecords(a.records, b.records)),
    contested: capped(joinDayMaps(a.contested, b.contested)),
  };
}

function joinDayMaps(a: ReadonlyMap<string, DayBits>, b: ReadonlyMap<string, DayBits>): Map<string, DayBits> {
  const joined = new Map(a);
  for (const [value, bits] of b) {
    const known = joined.get(value);
    joined.set(value, known === undefined ? bits : joinBits(known, bits));
  }
  return joined;
}

function joinRecords(a: ReadonlyMap<number, DayRecord>, b: ReadonlyMap<number, DayRecord>): Map<number, DayRecord> {
  const joined = new Map(a);
  for (const [day, record] of b) joined.set(day, fuller(joined.get(day), record));
  return joined;
}

function newest(records: Map<number, DayRecord>): Map<number, DayRecord> {
  if (records.size <= RECORDS_KEPT) return records;
  const days = [...records.keys()].sort((x, y) => y - x).slice(RECORDS_KEPT);
  for (const day of days) records.delete(day);
  return records;
}

/** The newest record from before a day. */
export function recordBefore(
  profile: ProfileItem | undefined,
  day: number,
): { readonly day: number; readonly record: DayRecord } | undefined {
  if (profile === undefined) return undefined;
  const last = lastBefore(profile.active, day);
  const record = last === undefined ? undefined : profile.records.get(last);
  return last === undefined || record === undefined ? undefined : { day: last, record };
}
