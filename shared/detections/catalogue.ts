import { operationName, serviceOf } from '../cloudtrail/operation.ts';
import type { Outcome } from '../cloudtrail/outcome.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { GatetrailError } from '../errors.ts';
import { RecentValues } from '../recent-values.ts';
import type { Candidate } from './candidate.ts';
import type { About, Detection, On, Sequence, Step } from './define.ts';
import { guarded } from './guarded.ts';
import { Plan } from './plan.ts';
import { ask, WantedHeaders, WantedOperations } from './wanted.ts';

/** Where a finding, or a hit of a step's own, takes part in a sequence. */
export interface StepRef {
  readonly sequence: Sequence;
  readonly step: Step;
  readonly index: number;
}

/** Names come from the log: a flood of invented ones must not fill memory. */
const REMEMBERED = 20_000;
/** Services that share an operation name (TagResource has most) and are found by the quick look. */
const SOURCES_A_NAME = 64;

/** The detections and sequences in force, indexed by (source, name), by user agent and by kind of caller. */
export class Catalogue {
  readonly detections: ReadonlyMap<string, Detection>;
  readonly sequences: ReadonlyMap<string, Sequence>;
  readonly #steps = new Map<string, StepRef[]>();
  readonly #plans = new Map<string, Plan>();
  readonly #recent = new RecentValues((): { eventSource: string; plan: Plan }[] => []);
  readonly #byAgent = new RecentValues((userAgent) =>
    this.#agents.flatMap(({ test, candidate: wanting }) => ask(wanting, test, userAgent) ?? []),
  );
  readonly #wanted = new WantedOperations();
  readonly #headers = new WantedHeaders();
  readonly #agents: { readonly test: (agent: string) => boolean; readonly candidate: Candidate }[] = [];

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
    const known = this.#recent.get(eventName);
    for (const entry of known) if (entry.eventSource === eventSource) return entry.plan;
    const plan = this.#planOf(eventSource, eventName);
    if (known.length < SOURCES_A_NAME) known.push({ eventSource, plan });
    return plan;
  }

  /** Who wants to see every event of this user agent. */
  byAgent(userAgent: string): readonly Candidate[] {
    return this.#byAgent.get(userAgent);
  }

  /** Who wants to see every event with what this one has in its header. */
  byHeader(raw: RawRecord): readonly Candidate[] {
    return this.#headers.of(raw);
  }

  /** The steps of sequences that a rule's findings or hits can be; `rule` as in `Hit`. */
  stepsOf(rule: string): readonly StepRef[] {
    return this.#steps.get(rule) ?? [];
  }

  #want(on: On, wanting: Candidate): void {
    if (on.agent !== undefined) this.#agents.push({ test: on.agent, candidate: wanting });
    else if (on.header !== undefined) this.#headers.add(on.header, wanting);
    else this.#wanted.add(on, wanting);
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
      for (const rule of 'detections' in step ? step.detections : [stepRule(sequence.id, index)])
        this.#steps.set(rule, [...(this.#steps.get(rule) ?? []), { sequence, step, index }]);
    }
  }

  #planOf(eventSource: string, eventName: string): Plan {
    const key = `${eventSource}|${eventName}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const plan = this.#makePlan(eventSource, eventName);
    if (this.#plans.size < REMEMBERED) this.#plans.set(key, plan);
    return plan;
  }

  #makePlan(eventSource: string, eventName: string): Plan {
    return new Plan(serviceOf(eventSource), operationName(eventName), this.#wanted.of(eventSource, eventName));
  }
}

/** The rule id under which a sequence's own step reports. */
function stepRule(sequence: string, index: number): string {
  return `${sequence}#${index}`;
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
  return {
    rule,
    about,
    outcomes: new Set(outcomes),
    writes: on.writes === true,
    invokedBy: on.invokedBy,
    first: on.first,
    raw: on.raw,
    ...guarded(on, match ?? (() => true)),
    identities:
      on.identity === undefined ? undefined : new Set(typeof on.identity === 'string' ? [on.identity] : on.identity),
    state,
  };
}

function uniqueById<T extends About>(rules: readonly T[]): ReadonlyMap<string, T> {
  const byId = new Map<string, T>();
  for (const rule of rules) {
    if (byId.has(rule.id)) throw new GatetrailError('config', `two rules have the id ${rule.id}`);
    byId.set(rule.id, rule);
  }
  return byId;
}
