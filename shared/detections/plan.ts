import { mayWriteSettings } from '../settings/index.ts';
import type { Candidate } from './candidate.ts';

const NOBODY: readonly Candidate[] = [];
/** userIdentity has a dozen types; more can only be invented. */
const MOST_TYPES = 32;
const STARTS_SESSION = /^(AssumeR|GetSessionToken|GetFederationToken|GetDelegatedAccessToken)/;

/** Who wants to see an operation, by outcome and by kind of caller; worked out once per name. */
export class Plan {
  readonly service: string;
  /** It may tell settings, or give out temporary credentials: worth a look even when no rule wants it. */
  readonly writesSettings: boolean;
  readonly startsSession: boolean;
  readonly #onSuccess: readonly Candidate[];
  readonly #onError: readonly Candidate[];
  readonly #successBy = new Map<string, readonly Candidate[]>();
  readonly #errorBy = new Map<string, readonly Candidate[]>();

  constructor(service: string, name: string, candidates: readonly Candidate[]) {
    this.service = service;
    this.writesSettings = mayWriteSettings(service, name);
    this.startsSession = service === 'sts' && STARTS_SESSION.test(name);
    this.#onSuccess = candidates.filter(({ outcomes }) => outcomes.has('success'));
    this.#onError = candidates.filter(({ outcomes }) => outcomes.has('denied') || outcomes.has('failed'));
  }

  /** Who wants to see a call with this outcome by this userIdentity.type. */
  wanting(failed: boolean, identity: unknown): readonly Candidate[] {
    const all = failed ? this.#onError : this.#onSuccess;
    if (all.length === 0) return NOBODY;
    const type = typeof identity === 'string' ? identity : '';
    const byType = failed ? this.#errorBy : this.#successBy;
    const known = byType.get(type);
    if (known !== undefined) return known;
    const wanting = all.filter(({ identities }) => identities === undefined || identities.has(type));
    if (byType.size < MOST_TYPES) byType.set(type, wanting);
    return wanting;
  }
}
