import { MINUTE } from './calendar.ts';
import { ORGANISATION } from './organisation.ts';
import type { Fields, Logged } from './record.ts';
import type { Chance } from './seed.ts';

/** One S3 object: its key, and the records in it. A digest file holds no records but another document. */
export interface SampleFile {
  readonly key: string;
  readonly records: readonly Fields[];
  readonly digest?: Fields;
}

const SLOT = 5 * MINUTE;
const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LATE_SHARE = 0.03;
const DUPLICATE_SHARE = 0.012;

/**
 * When the events of a five-minute slot arrive: 10 or 15 minutes after it began, now and then an hour later.
 * The last slot before midnight always shares a file with the first one after it.
 */
function arrival(chance: Chance, account: string, region: string, slot: number): number {
  const clock = new Date(slot).toISOString().slice(11, 16);
  if (clock === '23:55') return slot + 3 * SLOT;
  if (clock === '00:00') return slot + 2 * SLOT;
  const own = chance.fork(`${account}/${region}/${slot}`);
  const delay = own.int(2, 3) * SLOT;
  return slot + delay + (own.next() < LATE_SHARE ? 60 * MINUTE : 0);
}

interface Batch {
  readonly account: string;
  readonly region: string;
  readonly time: number;
  readonly entries: Logged[];
}

function batches(chance: Chance, log: readonly Logged[]): Batch[] {
  const found = new Map<string, Batch>();
  for (const entry of log) {
    const { account, region } = entry;
    const time = arrival(chance, account, region, entry.time - (entry.time % SLOT));
    const name = `${account}/${region}/${time}`;
    const batch = found.get(name) ?? { account, region, time, entries: [] };
    found.set(name, batch);
    batch.entries.push(entry);
  }
  return [...found.values()].sort((a, b) => a.time - b.time);
}

/** CloudTrail delivers at least once: a few records come again in the next file of their account and region. */
function repeat(chance: Chance, ordered: readonly Batch[]): void {
  const previous = new Map<string, readonly Logged[]>();
  for (const { account, region, entries } of ordered) {
    const place = `${account}/${region}`;
    const again = (previous.get(place) ?? []).filter(({ id }) => chance.fork(id).next() < DUPLICATE_SHARE);
    previous.set(place, [...entries]);
    entries.push(...again);
  }
}

function fileOf(chance: Chance, { account, region, time, entries }: Batch): SampleFile {
  const stamp = new Date(time).toISOString();
  const day = stamp.slice(0, 10).replaceAll('-', '/');
  const minute = `${stamp.slice(0, 16).replace(/[-:]/g, '')}Z`;
  const suffix = chance.fork(`${account}${region}${minute}`).letters(ALPHANUMERIC, 16);
  const name = `${account}_CloudTrail_${region}_${minute}_${suffix}.json.gz`;
  // Records of a file are in no order of time: the order of their random ids is one that stays.
  const inFile = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    key: `AWSLogs/${ORGANISATION}/${account}/CloudTrail/${region}/${day}/${name}`,
    records: inFile.map(({ record }) => record),
  };
}

/** The log as the trail's bucket holds it. */
export function deliver(chance: Chance, log: readonly Logged[]): readonly SampleFile[] {
  const ordered = batches(chance, log);
  repeat(chance, ordered);
  return ordered.map((batch) => fileOf(chance, batch));
}

/** The text of a file before compression. */
export const fileText = ({ records, digest }: SampleFile): string => JSON.stringify(digest ?? { Records: records });
