import * as z from 'zod';
import { compareText } from '../order.ts';
import type { ActivityItem, Who } from './activity.ts';
import type { DayBits } from './day-bits.ts';
import type { ParentItem } from './parent.ts';
import type { ProfileItem } from './profile.ts';
import { rankOf, type Sample } from './sample.ts';
import { type DayRecord, rowOf, type SummaryItem } from './summary.ts';

const Name = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);
/** [id, time, bits] */
const Picked = z.array(z.tuple([z.string(), z.number(), z.number()]));
/** first, last, then the three words. */
const Days = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);
const Values = z.array(z.tuple([z.string(), Days]));
const Numbers = z.array(z.number());
const Row = z.tuple([
  z.string(),
  z.string(),
  z.number(),
  Numbers,
  Numbers,
  Numbers,
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);

const Activity = z.object({
  k: z.literal('a'),
  day: z.number(),
  who: Name,
  v: z.array(z.tuple([z.string(), z.number(), z.string()])),
  e: z.number(),
  n: Picked,
  s: Picked,
});
const Profile = z.object({
  k: z.literal('p'),
  who: Name,
  a: Days,
  v: Values,
  d: z.array(z.tuple([z.number(), Row])),
  c: Values,
});
const Parent = z.object({ k: z.literal('u'), v: z.array(z.tuple([z.string(), Numbers])) });
const Summary = z.object({ k: z.literal('s'), day: z.number(), v: z.array(z.tuple([z.string(), Row])) });

/** How the kinds that behaviour keeps stand in a text. */
export const StoredBehaviour = [Activity, Profile, Parent, Summary] as const;
type Stored = z.infer<(typeof StoredBehaviour)[number]>;
type BehaviourItem = ActivityItem | ProfileItem | ParentItem | SummaryItem;

export function encodeBehaviour(item: BehaviourItem): Stored {
  switch (item.kind) {
    case 'activity': {
      const values = sortedEntries(item.values).map(([value, { time, id }]): [string, number, string] => [
        value,
        time,
        id,
      ]);
      return {
        k: 'a',
        day: item.day,
        who: nameOf(item.who),
        v: values,
        e: item.every,
        n: pickedOf(item.calls),
        s: pickedOf(item.denied),
      };
    }
    case 'profile': {
      const records = [...item.records]
        .sort(([a], [b]) => a - b)
        .map(([day, row]): [number, z.infer<typeof Row>] => [day, asRow(row)]);
      return {
        k: 'p',
        who: nameOf(item.who),
        a: daysOf(item.active),
        v: valuesOf(item.values),
        d: records,
        c: valuesOf(item.contested),
      };
    }
    case 'parent':
      return { k: 'u', v: sortedEntries(item.values).map(([value, users]) => [value, [...users]]) };
    default:
      return { k: 's', day: item.day, v: sortedEntries(item.records).map(([who, row]) => [who, asRow(row)]) };
  }
}

export function decodeBehaviour(stored: Stored): BehaviourItem {
  switch (stored.k) {
    case 'a':
      return {
        kind: 'activity',
        day: stored.day,
        who: whoOf(stored.who),
        values: new Map(stored.v.map(([value, time, id]) => [value, { time, id }])),
        every: stored.e,
        calls: sampleOf(stored.n),
        denied: sampleOf(stored.s),
      };
    case 'p':
      return {
        kind: 'profile',
        who: whoOf(stored.who),
        active: bitsOf(stored.a),
        values: new Map(stored.v.map(([value, days]) => [value, bitsOf(days)])),
        records: new Map(stored.d.map(([day, row]) => [day, recordOf(row)])),
        contested: new Map(stored.c.map(([value, days]) => [value, bitsOf(days)])),
      };
    case 'u':
      return { kind: 'parent', values: new Map(stored.v) };
    default:
      return { kind: 'summary', day: stored.day, records: new Map(stored.v.map(([who, row]) => [who, recordOf(row)])) };
  }
}

/** In the order of their names, so that equal items give equal texts. */
export function sortedEntries<T>(values: ReadonlyMap<string, T>): [string, T][] {
  return [...values].sort(([a], [b]) => compareText(a, b));
}

function nameOf({ key, name, account, class: kind, peers }: Who): z.infer<typeof Name> {
  return [key, name, account, kind, peers];
}

function whoOf([key, name, account, kind, peers]: z.infer<typeof Name>): Who {
  return { key, name, account, class: kind, peers };
}

function pickedOf(sample: Sample): z.infer<typeof Picked> {
  return sample.map(({ id, time, bits }) => [id, time, bits]);
}

function sampleOf(picked: z.infer<typeof Picked>): Sample {
  return picked.map(([id, time, bits]) => ({ rank: rankOf(id), id, time, bits }));
}

function daysOf({ first, last, w0, w1, w2 }: DayBits): z.infer<typeof Days> {
  return [first, last, w0, w1, w2];
}

function bitsOf([first, last, w0, w1, w2]: z.infer<typeof Days>): DayBits {
  return { first, last, w0, w1, w2 };
}

function valuesOf(values: ReadonlyMap<string, DayBits>): z.infer<typeof Values> {
  return sortedEntries(values).map(([value, bits]) => [value, daysOf(bits)]);
}

function asRow(record: DayRecord): z.infer<typeof Row> {
  return rowOf(record) as z.infer<typeof Row>;
}

function recordOf([peers, kind, age, counts, fresh, classes, acute, rate, slow, alerted]: z.infer<
  typeof Row
>): DayRecord {
  return { peers, class: kind, age, counts, fresh, classes, acute, rate, slow, alerted };
}
