import { operationName, READ_VERB, serviceOf } from '../cloudtrail/operation.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { RecentValues } from '../recent-values.ts';
import type { Candidate } from './candidate.ts';
import type { On } from './define.ts';
import { DATA_PLANE } from './plan.ts';

interface Want {
  readonly on: On;
  readonly candidate: Candidate;
  /** In which order they were added: the order they are asked in. */
  readonly order: number;
}

/** Who wants to see an operation. Rules that say among which names it has to be cost nothing for all the others. */
export class WantedOperations {
  readonly #byName = new Map<string, Want[]>();
  readonly #bySource = new Map<string, Want[]>();
  readonly #rest: Want[] = [];
  #added = 0;

  add(on: On, candidate: Candidate): void {
    const want = { on, candidate, order: this.#added };
    this.#added += 1;
    const { eventNames, eventSources } = on.among ?? {};
    if (eventNames !== undefined) for (const name of eventNames) append(this.#byName, name, want);
    else if (eventSources !== undefined) for (const source of eventSources) append(this.#bySource, source, want);
    else this.#rest.push(want);
  }

  of(eventSource: string, eventName: string): Candidate[] {
    const named = this.#byName.get(eventName.toLowerCase()) ?? [];
    const sourced = this.#bySource.get(eventSource.toLowerCase()) ?? [];
    const service = serviceOf(eventSource);
    const name = operationName(eventName);
    return [...this.#rest, ...named, ...sourced]
      .filter(
        ({ on, candidate }) =>
          wants(on.source, service) &&
          (on.names === undefined ? !(on.writes && READ_VERB.test(name)) : on.names.includes(name)) &&
          (candidate.operation?.(eventSource, eventName) ?? true),
      )
      .sort((a, b) => a.order - b.order)
      .map(({ candidate }) => candidate);
  }
}

function append(map: Map<string, Want[]>, key: string, want: Want): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [want]);
  else known.push(want);
}

function wants(source: On['source'], service: string): boolean {
  if (source === undefined) return !DATA_PLANE.has(service);
  return source === service || (Array.isArray(source) && source.includes(service));
}

type Header = NonNullable<On['header']>;
/** A longer text is not remembered: a flood of them would fill memory. */
const LONGEST = 1024;
const NOBODY: readonly Candidate[] = [];

/** Who wants to see every event that has a certain value in one header field. */
export class WantedHeaders {
  readonly #fields = new Map<string, HeaderField>();

  add(header: Header, candidate: Candidate): void {
    const field = this.#fields.get(header.name) ?? new HeaderField(header.of);
    this.#fields.set(header.name, field);
    field.wants.push({ test: header.test, candidate });
  }

  of(raw: RawRecord): readonly Candidate[] {
    let wanting = NOBODY;
    for (const field of this.#fields.values()) {
      const here = field.wanting(raw);
      if (here.length > 0) wanting = wanting.length === 0 ? here : [...wanting, ...here];
    }
    return wanting;
  }
}

/** After so many looks it is known whether texts of a field come again. */
const TRIAL = 4096;

class HeaderField {
  readonly wants: { readonly test: Header['test']; readonly candidate: Candidate }[] = [];
  readonly #of: Header['of'];
  #looks = 0;
  #made = 0;
  #byText: RecentValues<readonly Candidate[]> | undefined = new RecentValues((text) => {
    this.#made += 1;
    return this.#asked(text);
  });
  #whenAbsent: readonly Candidate[] | undefined;

  constructor(of: Header['of']) {
    this.#of = of;
  }

  wanting(raw: RawRecord): readonly Candidate[] {
    const value = this.#of(raw);
    if (value === undefined) {
      this.#whenAbsent ??= this.#asked(undefined);
      return this.#whenAbsent;
    }
    if (this.#byText === undefined || typeof value !== 'string' || value.length > LONGEST) return this.#asked(value);
    const known = this.#byText.get(value);
    this.#looks += 1;
    // Most are new, such as the sessions of short tasks: remembering them costs more than asking.
    if (this.#looks === TRIAL && this.#made > TRIAL / 2) this.#byText = undefined;
    return known;
  }

  #asked(value: unknown): readonly Candidate[] {
    let wanting: Candidate[] | undefined;
    for (const { test, candidate } of this.wants) {
      const asked = ask(candidate, test, value);
      if (asked === undefined) continue;
      wanting ??= [];
      wanting.push(asked);
    }
    return wanting ?? NOBODY;
  }
}

/** Those of the candidates that have nothing against the record as it is. */
export function askedOfRaw(candidates: readonly Candidate[], raw: RawRecord): readonly Candidate[] {
  let kept: Candidate[] | undefined;
  for (let index = 0; index < candidates.length; index += 1) {
    const candidate = candidates[index];
    if (candidate === undefined) continue;
    const asked = candidate.raw === undefined ? candidate : ask(candidate, candidate.raw, raw);
    if (asked !== candidate) kept ??= candidates.slice(0, index);
    if (asked !== undefined) kept?.push(asked);
  }
  return kept ?? candidates;
}

/** The candidate when the test holds. One that throws fails like a match that throws: counted for its rule, nobody else's loss. */
export function ask<T>(candidate: Candidate, test: (value: T) => boolean, value: T): Candidate | undefined {
  try {
    return test(value) ? candidate : undefined;
  } catch (error) {
    const match = (): never => {
      throw error;
    };
    return { ...candidate, match };
  }
}
