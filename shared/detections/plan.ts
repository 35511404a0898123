import type { Fields } from '../cloudtrail/field.ts';
import { mayWriteSettings } from '../settings/index.ts';
import type { Candidate } from './candidate.ts';
import { FIRST_BIT } from './first.ts';

/** Kinds of callers that are remembered: a dozen types and some services; many more can only be invented. */
const MOST_CALLERS = 256;
const STARTS_SESSION = /^(AssumeR|GetSessionToken|GetFederationToken|GetDelegatedAccessToken)/;
const NOBODY: readonly Candidate[] = [];

/** Who wants to see an operation, by outcome and by kind of caller; worked out once per name. */
export class Plan {
  readonly service: string;
  readonly name: string;
  /** It may tell settings, or give out temporary credentials: worth a look even when no rule wants it. */
  readonly writesSettings: boolean;
  readonly startsSession: boolean;
  /** Whether somebody wants to see it when it may be a first sight. */
  readonly asksFirst: boolean;
  readonly #always: Wanting;
  readonly #first: Wanting;

  constructor(service: string, name: string, candidates: readonly Candidate[]) {
    this.service = service;
    this.name = name;
    this.writesSettings = mayWriteSettings(service, name);
    this.startsSession = service === 'sts' && STARTS_SESSION.test(name);
    this.#always = new Wanting(candidates.filter(({ first }) => first === undefined));
    this.#first = new Wanting(candidates.filter(({ first }) => first !== undefined));
    this.asksFirst = candidates.some(({ first }) => first !== undefined);
  }

  /** Who wants to see every call with this outcome, by its `userIdentity`. */
  wanting(failed: boolean, identity: Fields): readonly Candidate[] {
    return this.#always.by(failed, identity);
  }

  /** Who wants to see it because it may be a first sight; `bits` tells of what (`FIRST_BIT`). */
  wantingFirst(failed: boolean, identity: Fields, bits: number): readonly Candidate[] {
    if (bits === 0) return NOBODY;
    return this.#first
      .by(failed, identity)
      .filter(({ first }) => first !== undefined && (FIRST_BIT[first] & bits) !== 0);
  }
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
