import { filled } from '../cloudtrail/field.ts';
import type { Places } from '../cloudtrail/place.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { DAY, HOUR } from '../cloudtrail/time.ts';
import { RecentValues } from '../recent-values.ts';
import {
  type ActivityItem,
  CALLS_KEPT,
  capped,
  DENIED_KEPT,
  earlier,
  isPicked,
  joinWho,
  valueText,
  type Who,
  type Witness,
} from '../state/activity.ts';
import { addTo, rankOf, type Sampled } from '../state/sample.ts';
import type { Action } from './action.ts';
import { clientOf } from './client.ts';
import { everyOf, isPerson } from './counts.ts';
import { networkOf } from './network.ts';

/** Values of one day that are held before a flood is cut to what is kept of it. */
const FLOOD = 4096;

const MOST_AGENT = 512;
const clients = new RecentValues(clientOf);

/** What is told of one event beside its record. */
export interface Told {
  readonly raw: RawRecord;
  readonly id: string;
  /** ms */
  readonly time: number;
}

/** What one principal did on a day, as its events come: in any order, from any file. */
export class PrincipalDay {
  #who: Who;
  readonly #day: number;
  readonly #places: Places;
  readonly #actions = new Map<Action, Witness>();
  #values = new Map<string, Witness>();
  readonly #isPerson: boolean;
  readonly #every: number;
  readonly #calls: Sampled[] = [];
  readonly #denied: Sampled[] = [];
  /** Where the last event came from and since when all that is known: most come from where the last one came from. */
  #ip: unknown;
  #agent: unknown;
  #region: unknown;
  #endpoint: unknown;
  #bin = -1;
  #since = Number.POSITIVE_INFINITY;

  constructor(who: Who, day: number, places: Places) {
    this.#who = who;
    this.#isPerson = isPerson(who.class);
    this.#every = everyOf(who.class);
    this.#day = day;
    this.#places = places;
  }

  /** Another session of the same principal. */
  isAlso(who: Who): void {
    this.#who = joinWho(this.#who, who);
  }

  /** `denied`: refused for lack of permission. */
  note(told: Told, action: Action, denied: boolean): void {
    const { raw, id, time } = told;
    const known = this.#actions.get(action);
    if (known === undefined || time < known.time || (time === known.time && id < known.id))
      this.#actions.set(action, { time, id });
    const bin = Math.floor((time % DAY) / (4 * HOUR));
    const region = action.isGlobal ? '' : raw.awsRegion;
    if (!this.#isThere(raw, region, bin) || time <= this.#since) this.#noteSurroundings(told, region, bin);
    const rank = rankOf(id);
    if (isPicked(rank, this.#every)) addTo(this.#calls, { rank, id, time, bits: action.bits }, CALLS_KEPT);
    if (!denied) return;
    this.add(`d${action.service}`, told);
    addTo(this.#denied, { rank, id, time, bits: action.bits }, DENIED_KEPT);
  }

  /** A value that the event shows beside where it came from. */
  add(text: string, { time, id }: Pick<Told, 'time' | 'id'>): void {
    const known = this.#values.get(text);
    if (known !== undefined && known.time < time) return;
    const value = valueText(text);
    this.#values.set(value, earlier(this.#values.get(value), { time, id }));
    if (this.#values.size > FLOOD) this.#values = capped(this.#values);
  }

  item(): ActivityItem {
    const values = new Map(this.#values);
    for (const [{ value }, witness] of this.#actions) values.set(value, earlier(values.get(value), witness));
    return {
      kind: 'activity',
      day: this.#day,
      who: this.#who,
      values: capped(values),
      every: this.#every,
      calls: this.#calls,
      denied: this.#denied,
    };
  }

  #isThere(raw: RawRecord, region: unknown, bin: number): boolean {
    if (raw.sourceIPAddress !== this.#ip || raw.userAgent !== this.#agent) return false;
    return region === this.#region && bin === this.#bin && raw.vpcEndpointId === this.#endpoint;
  }

  #noteSurroundings(told: Told, region: unknown, bin: number): void {
    const { raw, time } = told;
    this.#since = this.#isThere(raw, region, bin) ? Math.min(this.#since, time) : time;
    this.#ip = raw.sourceIPAddress;
    this.#agent = raw.userAgent;
    this.#region = region;
    this.#endpoint = raw.vpcEndpointId;
    this.#bin = bin;
    const ip = typeof raw.sourceIPAddress === 'string' ? raw.sourceIPAddress.slice(0, 100) : '';
    const network = networkOf(ip, this.#places(ip)?.asn, filled(raw.vpcEndpointId));
    // What a service did for the caller tells nothing about where the caller is, or what it uses.
    if (network !== undefined && network !== 'aws') this.add(`n${network}`, told);
    if (network !== 'aws' && typeof raw.userAgent === 'string' && raw.userAgent !== '')
      this.add(
        `u${clients.get(raw.userAgent.length > MOST_AGENT ? raw.userAgent.slice(0, MOST_AGENT) : raw.userAgent)}`,
        told,
      );
    if (typeof region === 'string' && region !== '') this.add(`r${region}`, told);
    // Machines work around the clock: what hour it is says nothing of them.
    if (!this.#isPerson) return;
    // 1 January 1970 was a Thursday.
    const isWeekend = (this.#day + 4) % 7 === 0 || (this.#day + 4) % 7 === 6;
    this.add(`h${isWeekend ? 'weekend' : 'weekday'} ${bin * 4}-${bin * 4 + 4}h`, told);
  }
}
