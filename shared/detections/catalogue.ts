import { operationName, serviceOf, type TrailEvent } from '../cloudtrail/event.ts';
import type { Outcome } from '../cloudtrail/outcome.ts';
import { GatetrailError } from '../errors.ts';
import type { About, Detection, Match, On, Sequence } from './define.ts';

/** Something that wants to see certain events: a detection, or a step of a sequence with a match of its own. */
export interface Candidate {
  readonly rule: string;
  readonly about: About;
  readonly outcomes: ReadonlySet<Outcome>;
  readonly writes: boolean;
  readonly match: (event: TrailEvent) => Match | readonly Match[] | boolean | undefined;
  readonly state: Detection['state'];
}

/** Who wants to see an operation, when it succeeded and when it did not. */
export interface Plan {
  readonly service: string;
  readonly name: string;
  readonly onSuccess: readonly Candidate[];
  readonly onError: readonly Candidate[];
}

/** Names come from the log: a flood of invented ones must not fill memory. */
const REMEMBERED = 20_000;

/** The detections and sequences in force, indexed by (source, name) and by user agent. */
export class Catalogue {
  readonly detections: ReadonlyMap<string, Detection>;
  readonly sequences: ReadonlyMap<string, Sequence>;
  readonly #plans = new Map<string, Map<string, Plan>>();
  readonly #byAgent = new Map<string, readonly Candidate[]>();
  readonly #wanted: { readonly on: On; readonly candidate: Candidate }[] = [];
  readonly #agents: { readonly test: (agent: string) => boolean; readonly candidate: Candidate }[] = [];
  #remembered = 0;

  /** Throws `config` when two rules share an id or a sequence names a detection that is not there. */
  constructor(detections: readonly Detection[], sequences: readonly Sequence[]) {
    this.detections = uniqueById(detections);
    this.sequences = uniqueById(sequences);
    for (const detection of detections)
      this.#want(detection.on, candidate(detection.id, detection, detection.on, detection.match, detection.state));
    for (const sequence of sequences) this.#wantSteps(sequence);
  }

  /** Who wants to see this operation. Remembered per distinct name. */
  plan(eventSource: string, eventName: string): Plan {
    const names = this.#plans.get(eventSource);
    const known = names?.get(eventName);
    if (known !== undefined) return known;
    const plan = this.#makePlan(serviceOf(eventSource), operationName(eventName));
    if (this.#remembered < REMEMBERED) {
      this.#remembered += 1;
      if (names === undefined) this.#plans.set(eventSource, new Map([[eventName, plan]]));
      else names.set(eventName, plan);
    }
    return plan;
  }

  /** Who wants to see every event of this user agent. */
  byAgent(userAgent: string): readonly Candidate[] {
    const known = this.#byAgent.get(userAgent);
    if (known !== undefined) return known;
    const found = this.#agents.filter(({ test }) => test(userAgent)).map((agent) => agent.candidate);
    if (this.#byAgent.size < REMEMBERED && userAgent.length <= 1024) this.#byAgent.set(userAgent, found);
    return found;
  }

  #want(on: On, wanting: Candidate): void {
    if (on.agent === undefined) this.#wanted.push({ on, candidate: wanting });
    else this.#agents.push({ test: on.agent, candidate: wanting });
  }

  #wantSteps(sequence: Sequence): void {
    for (const [index, step] of sequence.steps.entries()) {
      if ('detections' in step) {
        const missing = step.detections.find((id) => !this.detections.has(id));
        if (missing !== undefined)
          throw new GatetrailError(
            'config',
            `sequence ${sequence.id}, step "${step.title}": there is no detection ${missing}`,
          );
      } else this.#want(step.on, candidate(stepRule(sequence.id, index), sequence, step.on, step.match, undefined));
    }
  }

  #makePlan(service: string, name: string): Plan {
    const wanting = this.#wanted
      .filter(({ on }) => wants(on.source, service) && (on.names === undefined || on.names.includes(name)))
      .map((want) => want.candidate);
    return {
      service,
      name,
      onSuccess: wanting.filter(({ outcomes }) => outcomes.has('success')),
      onError: wanting.filter(({ outcomes }) => outcomes.has('denied') || outcomes.has('failed')),
    };
  }
}

/** The rule id under which a sequence's own step reports. */
export function stepRule(sequence: string, index: number): string {
  return `${sequence}#${index}`;
}

function wants(source: On['source'], service: string): boolean {
  return source === undefined || source === service || (Array.isArray(source) && source.includes(service));
}

function candidate(
  rule: string,
  about: About,
  on: On,
  match: Candidate['match'] | undefined,
  state: Detection['state'],
): Candidate {
  const outcome = on.outcome ?? 'success';
  const outcomes: readonly Outcome[] =
    outcome === 'any' ? ['success', 'denied', 'failed'] : typeof outcome === 'string' ? [outcome] : outcome;
  return { rule, about, outcomes: new Set(outcomes), writes: on.writes === true, match: match ?? (() => true), state };
}

function uniqueById<T extends About>(rules: readonly T[]): ReadonlyMap<string, T> {
  const byId = new Map<string, T>();
  for (const rule of rules) {
    if (byId.has(rule.id)) throw new GatetrailError('config', `two rules have the id ${rule.id}`);
    byId.set(rule.id, rule);
  }
  return byId;
}
