import { DAY, MINUTE } from '../../shared/cloudtrail/time.ts';
import type { ActivityItem, Who } from '../../shared/state/activity.ts';
import { type DayBits, joinBits, onDay } from '../../shared/state/day-bits.ts';
import { joinParents, type ParentItem, usersSince } from '../../shared/state/parent.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { addTo, rankOf, type Sample, type Sampled } from '../../shared/state/sample.ts';
import type { DayRecord } from '../../shared/state/summary.ts';

export const WHO: Who = {
  key: '111111111111/role/app',
  name: 'app',
  account: '111111111111',
  class: 'role',
  peers: 'roles',
};

/** A day on which these values were seen, one a minute from midnight on, by events `e0`, `e1`, ... */
export function activityOf(day: number, values: Iterable<string>, more: Partial<ActivityItem> = {}): ActivityItem {
  const witnesses = [...values].map(
    (value, index) => [value, { time: day * DAY + index * MINUTE, id: `e${index}` }] as const,
  );
  return { kind: 'activity', day, who: WHO, values: new Map(witnesses), every: 1, calls: [], denied: [], ...more };
}

/** These days, of which there must be one. */
export function daysOn([first = 0, ...others]: readonly number[]): DayBits {
  return others.reduce((bits, day) => joinBits(bits, onDay(day)), onDay(first));
}

export function recordOf(more: Partial<DayRecord> = {}): DayRecord {
  return {
    peers: 'roles',
    class: 'role',
    age: 30,
    counts: [10, 0, 0, 2, 3],
    fresh: [0, 0, 0],
    classes: [0, 0, 0, -1, -1, 0, -1],
    acute: 1,
    rate: 0,
    slow: 1,
    alerted: 0,
    ...more,
  };
}

/** A principal that was active on these days, and used each value on those. */
export function profileOf(
  active: readonly number[],
  values: Readonly<Record<string, readonly number[]>> = {},
  more: Partial<ProfileItem> = {},
): ProfileItem {
  const bits = Object.entries(values).map(([value, days]) => [value, daysOn(days)] as const);
  return {
    kind: 'profile',
    who: WHO,
    active: daysOn(active),
    values: new Map(bits),
    records: new Map(),
    contested: new Map(),
    ...more,
  };
}

/** An event as a sample holds it. */
export function sampled(id: string, bits = 0, time = 0): Sampled {
  return { rank: rankOf(id), id, time, bits };
}

/** What is kept of these events. */
export function sampleOf(events: readonly Sampled[], k: number): Sample {
  const sample: Sampled[] = [];
  for (const event of events) addTo(sample, event, k);
  return sample;
}

/** So many events with the same bits, one a second of the day. */
export function eventsOf(count: number, bits: number, day = 0): Sampled[] {
  return Array.from({ length: count }, (_, index) => sampled(`event ${index}`, bits, day * DAY + index * 1000));
}

/** Of each value, which principals (hashes) used it since which day. */
export function parentOf(
  told: readonly (readonly [value: string, hashes: readonly number[], day: number])[],
): ParentItem {
  return told.reduce<ParentItem>(
    (parent, [value, hashes, day]) =>
      joinParents(parent, { kind: 'parent', values: new Map([[value, usersSince(hashes, day, value)]]) }),
    { kind: 'parent', values: new Map() },
  );
}
