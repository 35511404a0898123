import { at, type Fields, fields, fieldsOrJson, filled } from '../cloudtrail/field.ts';
import { errorOf, outcomeOf } from '../cloudtrail/outcome.ts';
import type { Places } from '../cloudtrail/place.ts';
import { principalOf } from '../cloudtrail/principal.ts';
import { redact } from '../cloudtrail/redact.ts';
import type { ActivityItem } from '../state/activity.ts';
import { type Action, actionOf, subActions } from './action.ts';
import { PrincipalDay, type Told } from './principal-day.ts';
import { HAS_TARGET, targetOf } from './target.ts';
import { isScored, whoOf } from './who.ts';

/** An operation as the catalogue knows it: one object for each. */
interface Operation {
  readonly service: string;
  readonly name: string;
}

/** Sessions remembered at once. Invented ones must not fill memory: forgetting only costs a second look. */
const MOST_SESSIONS = 50_000;

const NO_PARTS: readonly Action[] = [];

interface Session {
  /** What tells who it is, beside the access key. */
  readonly tells: readonly unknown[];
  /** undefined: nobody whose behaviour is scored. */
  readonly day: PrincipalDay | undefined;
}

/** In most records the same as in the last one of the session. */
function tellsOf(identity: Fields, account: string): readonly unknown[] {
  const { arn, principalId, type, accountId = account } = identity;
  const context = fields(identity['sessionContext']);
  return [
    arn,
    principalId,
    type,
    accountId,
    context['sourceIdentity'],
    at(context, 'webIdFederationData', 'federatedProvider'),
  ];
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
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
    const { day } = this.#session(identity, account, places);
    if (day === undefined) return;
    const action = this.#action(operation);
    const error = failed ? errorOf(told.raw) : undefined;
    const denied = error !== undefined && (outcomeOf(error) === 'denied' || action.service === 'signin');
    const parts = action.isPatch ? subActions(action, told.raw) : NO_PARTS;
    if (parts.length === 0) day.note(told, action, denied);
    else for (const part of parts) day.note(told, part, denied);
    if (HAS_TARGET.has(action.service) && (action.bits !== 0 || operation.name.startsWith('Assume')))
      noteTarget(day, told, operation, identity);
    const key = identity['accessKeyId'];
    if (typeof key === 'string' && key.startsWith('AKIA')) day.add(`c${key}`, told);
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
    const tells = tellsOf(identity, account);
    const name = typeof accessKeyId === 'string' && accessKeyId !== '' ? accessKeyId : arn;
    const known = typeof name === 'string' ? this.#sessions.get(name) : undefined;
    if (known !== undefined && isSame(known.tells, tells)) return known;
    const session = { tells, day: this.#principal(identity, account, places) };
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
