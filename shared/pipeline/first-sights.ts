import { at, type Fields, fields } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { FIRST_BIT, FIRST_SPAN } from '../detections/first.ts';
import { RecentValues } from '../recent-values.ts';
import { Earliest } from './earliest.ts';

/** What one caller was seen with on a day, and when first. */
class Sights {
  readonly accessKeyId: string;
  time = Number.POSITIVE_INFINITY;
  readonly #places = new Earliest();
  /** The place that was asked about last, and when: most calls come from where the last one came from. */
  #network = '';
  #environment = '';
  #agent: unknown = '';
  #placeTime = Number.POSITIVE_INFINITY;
  /** By region: with which services it wrote there. */
  readonly writes = new Map<unknown, Earliest>();

  constructor(accessKeyId: string) {
    this.accessKeyId = accessKeyId;
  }

  note(raw: RawRecord, time: number, wrote: boolean): number {
    let bits = wrote && this.#in(raw.awsRegion).isFirst(raw.eventSource, time) ? FIRST_BIT.service : 0;
    if (time <= this.time) {
      this.time = time;
      bits |= FIRST_BIT.caller;
    }
    return this.#isFirstOfPlace(raw, time) ? bits | FIRST_BIT.network : bits;
  }

  /** By network, and by the environment that the program says it runs in: a function and whoever took its role may share the first. */
  #isFirstOfPlace({ sourceIPAddress: ip, userAgent }: RawRecord, time: number): boolean {
    if (typeof ip !== 'string') return false;
    const known = userAgent === this.#agent;
    const environment = known ? this.#environment : typeof userAgent === 'string' ? environments.get(userAgent) : '';
    const isLast = environment === this.#environment && this.#network !== '' && ip.startsWith(this.#network);
    this.#agent = userAgent;
    if (isLast && this.#placeTime < time) return false;
    const network = networkOf(ip);
    this.#network = network;
    this.#environment = environment;
    this.#placeTime = time;
    return this.#places.isFirst(environment === '' ? network : `${network} ${environment}`, time);
  }

  #in(region: unknown): Earliest {
    const known = this.writes.get(region);
    if (known !== undefined) return known;
    const services = new Earliest();
    this.writes.set(region, services);
    return services;
  }
}

/** Callers remembered at once. Invented ones must not fill memory: forgetting only costs a second look. */
const MOST_CALLERS = 50_000;

/**
 * Which events may be the first of a day (`On.first`). Every event is asked about, so it answers by a few look-ups in the raw
 * record. It may say yes too often (files come in any order), never too seldom: who asks must not count the answers, only take
 * the earliest.
 */
export class FirstSights {
  readonly #callers = new Map<string, Sights>();
  readonly #sessions = new Map<string, { readonly arn: string; readonly sights: Sights }>();
  readonly #accounts = new Earliest();
  #lastAccount: unknown;
  #lastRegion: unknown;
  /** When the last account and region were asked about: what comes later is not the first. */
  #lastTime = Number.POSITIVE_INFINITY;

  /** Bits of `FIRST_BIT`; 0 for most events. Calls of AWS services have no session of their own. */
  of(raw: RawRecord, identity: Fields, time: number, wrote: boolean): number {
    const bits = this.#isFirstOfAccount(raw, time) ? FIRST_BIT.account : 0;
    const sights = this.#ofSession(identity);
    return sights === undefined ? bits : bits | sights.note(raw, time, wrote);
  }

  /** By access key, the shortest name of a session, which comes again and again; the ARN says that it is the same one. */
  #ofSession(identity: Fields): Sights | undefined {
    const { accessKeyId, arn } = identity;
    if (typeof accessKeyId !== 'string') return this.#ofCaller(identity);
    const known = this.#sessions.get(accessKeyId);
    if (known !== undefined && known.arn === arn) return known.sights;
    const sights = this.#ofCaller(identity);
    if (sights === undefined || typeof arn !== 'string') return sights;
    if (this.#sessions.size >= MOST_CALLERS) this.#sessions.clear();
    this.#sessions.set(accessKeyId, { arn, sights });
    return sights;
  }

  #ofCaller(identity: Fields): Sights | undefined {
    const caller = callerIn(identity);
    if (caller === undefined) return undefined;
    const key = longTermKey(identity);
    const known = this.#callers.get(caller);
    if (known?.accessKeyId === key) return known;
    if (this.#callers.size >= MOST_CALLERS) this.#callers.clear();
    const sights = new Sights(key);
    this.#callers.set(caller, sights);
    return sights;
  }

  /** By account and region; a file is about one of each, so that the last one asked about is most often asked about again. */
  #isFirstOfAccount({ recipientAccountId: account, awsRegion: region }: RawRecord, time: number): boolean {
    if (typeof account !== 'string' || typeof region !== 'string') return false;
    if (account === this.#lastAccount && region === this.#lastRegion && this.#lastTime < time) return false;
    const first = this.#accounts.isFirst(`${account} ${region}`, time);
    this.#lastAccount = account;
    this.#lastRegion = region;
    this.#lastTime = time;
    return first;
  }
}

/** The same once in FIRST_SPAN: by session and IP address, and by caller and network. */
export class SpanSights {
  readonly #ips = new Earliest();
  readonly #networks = new Earliest();

  of(raw: RawRecord, identity: Fields, time: number): number {
    const span = Math.floor(time / FIRST_SPAN);
    const session = sessionIn(identity);
    const caller = callerIn(identity);
    const address = raw.sourceIPAddress;
    if (session === undefined || caller === undefined || typeof address !== 'string') return 0;
    const ip = this.#ips.isFirst(`${span}|${session}|${address}`, time);
    const network = this.#networks.isFirst(`${span}|${caller}|${networkOf(address)}`, time);
    return (ip ? FIRST_BIT.ip : 0) | (network ? FIRST_BIT.network : 0);
  }
}

/**
 * What stands for the principal, or for a part of it: a role without its session, unless the session may name a person (as
 * `principalOf` has it); else the ARN, or what is there in its place.
 */
function callerIn(identity: Fields): string | undefined {
  const { type } = identity;
  // What a service does for itself has no session, and what is first for it is nobody's.
  if (type === 'AWSService') return undefined;
  const session = sessionIn(identity);
  if (type !== 'AssumedRole' || session === undefined) return session;
  const context = fields(identity['sessionContext']);
  const role = fields(context['sessionIssuer'])['arn'];
  if (typeof role !== 'string' || session.includes('@') || role.includes('AWSReservedSSO_')) return session;
  return context['sourceIdentity'] === undefined ? role : session;
}

/** The ARN; without one (sign-ins, Cognito's users, other accounts) all that may tell one from another. */
function sessionIn(identity: Fields): string | undefined {
  const { arn } = identity;
  if (typeof arn === 'string' && arn !== '') return arn;
  const told = NAMES.map((name) => identity[name]).filter((value) => typeof value === 'string' && value !== '');
  const onBehalf = at(identity, 'onBehalfOf', 'userId');
  return told.length === 0 ? undefined : [...told, typeof onBehalf === 'string' ? onBehalf : ''].join(' ');
}

const NAMES = ['principalId', 'userName', 'identityProvider', 'accountId', 'accessKeyId'];

/** A user may have two keys, and what is new for one is not for the other. */
function longTermKey({ accessKeyId }: Fields): string {
  return typeof accessKeyId === 'string' && accessKeyId.startsWith('AKIA') ? accessKeyId : '';
}

/** Where AWS's SDKs say they run (`AWS_Lambda_python3.13`), by user agent; empty for most. */
const environments = new RecentValues((agent: string) => /\bexec-env\/(\S+)/.exec(agent)?.[1] ?? '');

/** The first two parts of an address with what ends them: its /16, or for IPv6 its /32, as far as the text shows it. */
function networkOf(ip: string): string {
  const separator = ip.includes(':') ? ':' : '.';
  const end = ip.indexOf(separator, ip.indexOf(separator) + 1);
  // What has no parts is marked, so that nothing longer is taken to begin with it.
  return end === -1 ? `${ip}|` : ip.slice(0, end + 1);
}
