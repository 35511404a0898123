import { type Fields, fields, fieldsOrJson, filled } from '../cloudtrail/field.ts';
import { errorOf, outcomeOf } from '../cloudtrail/outcome.ts';
import type { Places } from '../cloudtrail/place.ts';
import { principalOf } from '../cloudtrail/principal.ts';
import { redact } from '../cloudtrail/redact.ts';
import type { ActivityItem } from '../state/activity.ts';
import { type Action, actionOf, subActions } from './action.ts';
import { PrincipalDay, type Told } from './principal-day.ts';
import { targetOf } from './target.ts';
import { isScored, whoOf } from './who.ts';

/** An operation as the catalogue knows it: one object for each. */
interface Operation {
  readonly service: string;
  readonly name: string;
  /** It only reads, by its name. */
  readonly isRead: boolean;
}

/** Sessions remembered at once. Invented ones must not fill memory: forgetting only costs a second look. */
const MOST_SESSIONS = 50_000;

const NO_PARTS: readonly Action[] = [];

/** A session with all that tells who it is beside the access key, in most records the same as in its last. */
class Session {
  readonly #arn: unknown;
  readonly #principalId: unknown;
  readonly #type: unknown;
  readonly #account: unknown;
  readonly #source: unknown;
  readonly #provider: unknown;
  /** undefined: nobody whose behaviour is scored. */
  readonly day: PrincipalDay | undefined;
  /** A long-term access key as a value of its feature. */
  readonly key: string | undefined;

  constructor(identity: Fields, account: string, day: PrincipalDay | undefined) {
    const context = fields(identity['sessionContext']);
    this.#arn = identity['arn'];
    this.#principalId = identity['principalId'];
    this.#type = identity['type'];
    this.#account = identity['accountId'] ?? account;
    this.#source = context['sourceIdentity'];
    this.#provider = providerOf(context);
    this.day = day;
    const key = identity['accessKeyId'];
    this.key = typeof key === 'string' && key.startsWith('AKIA') ? `c${key}` : undefined;
  }

  /** Compared field by field, because every event is. */
  isOf(identity: Fields, account: string): boolean {
    if (this.#arn !== identity['arn'] || this.#principalId !== identity['principalId']) return false;
    if (this.#type !== identity['type'] || this.#account !== (identity['accountId'] ?? account)) return false;
    const context = fields(identity['sessionContext']);
    return this.#source === context['sourceIdentity'] && this.#provider === providerOf(context);
  }
}

function providerOf({ webIdFederationData: data }: Fields): unknown {
  return data === undefined ? undefined : fields(data)['federatedProvider'];
}

/** How profiles name that something was written with a service in a region. */
function writtenWith(service: string, region: string): string {
  return `w${service} in ${region}`;
}

/** What the principals of one UTC day did. Asked for every event, so the usual case is a few look-ups in the raw record. */
export class Gathering {
  readonly #day: number;
  readonly #principals = new Map<string, PrincipalDay>();
  readonly #sessions = new Map<string, Session>();
  readonly #actions = new Map<Operation, Action>();

  constructor(day: number) {
    this.#day = day;
  }

  /** `failed`: the call has an error; `account`: whose log it is. */
  note(told: Told, identity: Fields, operation: Operation, failed: boolean, account: string, places: Places): void {
    if (identity['type'] === 'AWSService') return;
    const { day, key } = this.#session(identity, account, places);
    if (day === undefined) return;
    const action = this.#action(operation);
    const error = failed ? errorOf(told.raw) : undefined;
    const denied = error !== undefined && (outcomeOf(error) === 'denied' || action.service === 'signin');
    const parts = action.isPatch ? subActions(action, told.raw) : NO_PARTS;
    if (denied) for (const one of parts.length === 0 ? [action] : parts) day.add(`x${one.value.slice(1)}`, told);
    if (parts.length === 0) day.note(told, action, denied);
    else for (const part of parts) day.note(told, part, denied);
    if (action.hasTarget) noteTarget(day, told, operation, identity);
    if (key !== undefined) day.add(key, told);
    if (!operation.isRead && !failed)
      day.add(writtenWith(operation.service, filled(told.raw.awsRegion) ?? 'unknown'), told);
  }

  /** By principal key. */
  items(): Map<string, ActivityItem> {
    return new Map([...this.#principals].map(([key, day]) => [key, day.item()]));
  }

  #action(operation: Operation): Action {
    const known = this.#actions.get(operation);
    if (known !== undefined) return known;
    const made = actionOf(operation.service, operation.name);
    this.#actions.set(operation, made);
    return made;
  }

  /** By access key, the shortest name of a session, which comes again and again. */
  #session(identity: Fields, account: string, places: Places): Session {
    const { accessKeyId, arn } = identity;
    const name = typeof accessKeyId === 'string' && accessKeyId !== '' ? accessKeyId : arn;
    const known = typeof name === 'string' ? this.#sessions.get(name) : undefined;
    if (known?.isOf(identity, account)) return known;
    const session = new Session(identity, account, this.#principal(identity, account, places));
    if (this.#sessions.size >= MOST_SESSIONS) this.#sessions.clear();
    // Without an ARN little is told of who it is: such are asked about anew each time.
    if (typeof name === 'string' && typeof arn === 'string' && arn !== '') this.#sessions.set(name, session);
    return session;
  }

  #principal(identity: Fields, account: string, places: Places): PrincipalDay | undefined {
    const principal = principalOf(identity, account);
    if (!isScored(principal)) return undefined;
    const who = whoOf(principal);
    const known = this.#principals.get(who.key);
    known?.isAlso(who);
    if (known !== undefined) return known;
    const begun = new PrincipalDay(who, this.#day, places);
    this.#principals.set(who.key, begun);
    return begun;
  }
}

function noteTarget(day: PrincipalDay, told: Told, { service, name }: Operation, identity: Fields): void {
  const params = fields(redact(fieldsOrJson(told.raw.requestParameters), `${service}:${name}`));
  const target = targetOf(params, filled(identity, 'userName') ?? '');
  if (target !== undefined) day.add(`t${target}`, told);
}
