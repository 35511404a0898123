import type { Chance } from './chance.ts';
import { HOUR, MINUTE } from './clock.ts';
import type { Logged } from './record.ts';

/** One S3 object of a trail. */
export interface SimulatedFile {
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly deliveredAt: number;
  readonly records: readonly Record<string, unknown>[];
}

const SLOT = 5 * MINUTE;
const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Share of records that miss their file and come with the next, and that come twice: CloudTrail delivers at least once. */
const STRAGGLERS = 0.01;
const DUPLICATES = 0.004;
/** Share of two-hour windows of a region whose files come hours late. */
const STALLED = 0.002;

interface Batch {
  readonly account: string;
  readonly region: string;
  readonly records: Record<string, unknown>[];
}

/**
 * Puts records into files as CloudTrail does: one per account, region and five minutes, some minutes later, now and then
 * hours. Holds what is not delivered yet and nothing else.
 */
export class Delivery {
  readonly #chance: Chance;
  readonly #organization: string;
  /** By minute of delivery, then by place. */
  readonly #due = new Map<number, Map<string, Batch>>();
  /** Delivery minute of a slot, by place: asked for every record. */
  readonly #arrivals = new Map<string, { readonly slot: number; readonly minute: number }>();
  #next: number;

  constructor(chance: Chance, organization: string, start: number) {
    this.#chance = chance;
    this.#organization = organization;
    this.#next = Math.floor(start / MINUTE);
  }

  put(entry: Logged): void {
    const place = `${entry.account}/${entry.region}`;
    const minute = this.#arrival(place, Math.floor(entry.time / SLOT) * SLOT);
    // Asked of the record's own random id, so that nothing depends on the order in which records are made.
    const luck = Number.parseInt(String(entry.record['eventID']).slice(0, 8), 16) / 2 ** 32;
    const late = luck > 1 - STRAGGLERS ? minute + 5 : minute;
    this.#add(place, late, entry);
    if (luck < DUPLICATES) this.#add(place, late + 5 + Math.floor((luck / DUPLICATES) * 40), entry);
  }

  /** Files due before a time; every record earlier than it must be here. */
  *until(time: number): Generator<SimulatedFile> {
    for (const end = Math.floor(time / MINUTE); this.#next < end; this.#next++) yield* this.#deliver(this.#next);
  }

  *rest(): Generator<SimulatedFile> {
    for (const minute of [...this.#due.keys()].sort((a, b) => a - b)) yield* this.#deliver(minute);
  }

  #arrival(place: string, slot: number): number {
    const known = this.#arrivals.get(place);
    if (known?.slot === slot) return known.minute;
    const own = this.#chance.fork(`${place}/${slot}`);
    const stall = this.#chance.fork(`${place}/${Math.floor(slot / (2 * HOUR))}`);
    const hours = stall.is(STALLED) ? stall.between(1, 24) * HOUR : 0;
    const delay = own.is(0.92) ? own.between(1, 9) : own.between(9, 40);
    const minute = Math.floor((slot + SLOT + delay * MINUTE + hours) / MINUTE);
    this.#arrivals.set(place, { slot, minute });
    return minute;
  }

  #add(place: string, minute: number, { account, region, record }: Logged): void {
    let batches = this.#due.get(minute);
    if (batches === undefined) {
      batches = new Map();
      this.#due.set(minute, batches);
    }
    const batch = batches.get(place);
    if (batch === undefined) batches.set(place, { account, region, records: [record] });
    else batch.records.push(record);
  }

  *#deliver(minute: number): Generator<SimulatedFile> {
    const batches = this.#due.get(minute);
    if (batches === undefined) return;
    this.#due.delete(minute);
    for (const place of [...batches.keys()].sort()) {
      const batch = batches.get(place);
      if (batch) yield this.#fileOf(batch, minute);
    }
  }

  #fileOf({ account, region, records }: Batch, minute: number): SimulatedFile {
    const deliveredAt = minute * MINUTE;
    const stamp = new Date(deliveredAt).toISOString();
    const name = `${stamp.slice(0, 16).replace(/[-:]/g, '')}Z`;
    const suffix = this.#chance.fork(`${account}${region}${minute}`).letters(ALPHANUMERIC, 16);
    const folder = `AWSLogs/${this.#organization}/${account}/CloudTrail/${region}/${stamp.slice(0, 10).replaceAll('-', '/')}`;
    return {
      key: `${folder}/${account}_CloudTrail_${region}_${name}_${suffix}.json.gz`,
      deliveredAt,
      // Records of a file are in no order of time: the order of their random ids is one that stays.
      records: records.sort((a, b) => (String(a['eventID']) < String(b['eventID']) ? -1 : 1)),
    };
  }
}
