import type { Fields } from '../cloudtrail/field.ts';
import { READ_VERB } from '../cloudtrail/operation.ts';
import { DAY } from '../cloudtrail/time.ts';
import { mayWriteSettings } from '../settings/index.ts';
import { tellsDelivery } from '../settings/log-store.ts';
import type { Candidate } from './candidate.ts';
import { FIRST_BIT, FIRST_SPAN, spanOf } from './first.ts';

/** Kinds of callers that are remembered: a dozen types and some services; many more can only be invented. */
const MOST_CALLERS = 256;
const STARTS_SESSION = /^(AssumeR|GetSessionToken|GetFederationToken|GetDelegatedAccessToken)/;
/** Access and WAF logs: only rules that name these sources mean them. */
export const DATA_PLANE: ReadonlySet<string> = new Set(['execute-api', 'aws-waf-logs']);
const NOBODY: readonly Candidate[] = [];

/** Who wants to see an operation, by outcome and by kind of caller; worked out once per name. */
export class Plan {
  readonly service: string;
  readonly name: string;
  /** What callers of APIs do: their user agents are nobody's business. */
  readonly isDataPlane: boolean;
  /** It may tell settings, or give out temporary credentials: worth a look even when no rule wants it. */
  readonly writesSettings: boolean;
  readonly startsSession: boolean;
  /** CloudTrail's own calls of it tell where logs are kept. */
  readonly tellsDelivery: boolean;
  /** It only reads, by its name. */
  readonly isRead: boolean;
  /** Whether somebody wants to see it when it may be a first sight. */
  readonly asksFirst: boolean;
  readonly #always: Wanting;
  readonly #first: Wanting;
  /** Those that want a first sight more often than once a day. */
  readonly #often: Wanting;

  constructor(service: string, name: string, candidates: readonly Candidate[]) {
    this.service = service;
    this.name = name;
    this.isDataPlane = DATA_PLANE.has(service);
    this.isRead = READ_VERB.test(name);
    this.writesSettings = mayWriteSettings(service, name);
    this.tellsDelivery = tellsDelivery(service, name);
    this.startsSession = service === 'sts' && STARTS_SESSION.test(name);
    this.#always = new Wanting(candidates.filter(({ first }) => first === undefined));
    const sights = candidates.filter(({ first }) => first !== undefined);
    this.#first = new Wanting(sights.filter((each) => spanOf(each) === DAY));
    this.#often = new Wanting(sights.filter((each) => spanOf(each) === FIRST_SPAN));
    this.asksFirst = candidates.some(({ first }) => first !== undefined);
  }

  /** Who wants to see every call with this outcome, by its `userIdentity`. */
  wanting(failed: boolean, identity: Fields): readonly Candidate[] {
    return this.#always.by(failed, identity);
  }

  /** Who wants to see it because it may be a first sight; `bits` tells of what (`FIRST_BIT`). */
  wantingFirst(failed: boolean, identity: Fields, bits: number): readonly Candidate[] {
    return bits === 0 ? NOBODY : sighted(this.#first.by(failed, identity), identity, bits);
  }

  /** Whether anybody wants first sights of such a caller more often than once a day. */
  asksOften(failed: boolean, identity: Fields): boolean {
    const often = this.#often.by(failed, identity);
    for (const { arn } of often) if (fitsArn(arn, identity)) return true;
    return false;
  }

  /** Who wants first sights more often; `bits` as for `wantingFirst`. */
  wantingOften(failed: boolean, identity: Fields, bits: number): readonly Candidate[] {
    return bits === 0 ? NOBODY : sighted(this.#often.by(failed, identity), identity, bits);
  }
}

function sighted(candidates: readonly Candidate[], identity: Fields, bits: number): readonly Candidate[] {
  return candidates.filter(
    ({ first, arn }) => first !== undefined && (FIRST_BIT[first] & bits) !== 0 && fitsArn(arn, identity),
  );
}

function fitsArn(test: Candidate['arn'], { arn }: Fields): boolean {
  return test === undefined || (typeof arn === 'string' && test(arn));
}

/** Candidates by outcome and by kind of caller. */
class Wanting {
  readonly #onSuccess: readonly Candidate[];
  readonly #onError: readonly Candidate[];
  readonly #asksCaller: boolean;
  readonly #asksInvoker: boolean;
  readonly #successBy = new Map<string, readonly Candidate[]>();
  readonly #errorBy = new Map<string, readonly Candidate[]>();

  constructor(candidates: readonly Candidate[]) {
    this.#asksInvoker = candidates.some(({ invokedBy }) => invokedBy !== undefined);
    this.#asksCaller = this.#asksInvoker || candidates.some(({ identities }) => identities !== undefined);
    this.#onSuccess = candidates.filter(({ outcomes }) => outcomes.has('success'));
    this.#onError = candidates.filter(({ outcomes }) => outcomes.has('denied') || outcomes.has('failed'));
  }

  by(failed: boolean, { type, invokedBy }: Fields): readonly Candidate[] {
    const all = failed ? this.#onError : this.#onSuccess;
    if (all.length === 0 || !this.#asksCaller) return all;
    const kind = typeof type === 'string' ? type : '';
    const invoker = this.#asksInvoker && typeof invokedBy === 'string' ? invokedBy : '';
    const key = invoker === '' ? kind : `${kind}|${invoker}`;
    const byCaller = failed ? this.#errorBy : this.#successBy;
    const known = byCaller.get(key);
    if (known !== undefined) return known;
    const wanting = all.filter(
      (each) => (each.identities?.has(kind) ?? true) && (each.invokedBy ?? invoker) === invoker,
    );
    if (byCaller.size < MOST_CALLERS) byCaller.set(key, wanting);
    return wanting;
  }
}
