import { fieldsOrJson } from '../../cloudtrail/field.ts';
import { operationIn } from '../../cloudtrail/operation.ts';
import type { RawRecord } from '../../cloudtrail/read.ts';
import { redact } from '../../cloudtrail/redact.ts';
import type { Field } from './field.ts';
import { BETWEEN, type Found, foundOf, gatherTexts, type Leaf, leavesOf, Text } from './texts.ts';

/** Below these, secrets are taken out before a rule sees them. */
const REDACTED = ['requestParameters', 'responseElements', 'additionalEventData'] as const;
type Redacted = (typeof REDACTED)[number];

/** A record as Sigma rules see it. Each field is looked up once, however many rules ask for it. */
export class View {
  readonly raw: RawRecord;
  /** The numbers of the fields looked up, and what was found: few, so that a search is faster than a table. */
  readonly #asked: number[] = [];
  readonly #found: Found[] = [];
  #redacted: Map<Redacted, unknown> | undefined;
  #leaves: readonly Leaf[] | undefined;
  #everything: Text | undefined;

  constructor(raw: RawRecord) {
    this.raw = raw;
  }

  found(field: Field): Found {
    const at = this.#asked.indexOf(field.number);
    const known = at === -1 ? undefined : this.#found[at];
    if (known !== undefined) return known;
    const found = foundOf(this.#valuesOf(field));
    this.#asked.push(field.number);
    this.#found.push(found);
    return found;
  }

  /** All texts of the record: what keywords are searched in. */
  get leaves(): readonly Leaf[] {
    this.#leaves ??= Object.keys(this.raw).flatMap((key) => leavesOf(this.#top(key), key));
    return this.#leaves;
  }

  /** All texts of the record in one, for what is looked for in many events and found in few. */
  get everything(): Text {
    if (this.#everything !== undefined) return this.#everything;
    const texts: string[] = [];
    for (const key of Object.keys(this.raw)) gatherTexts(this.#top(key), texts);
    this.#everything = new Text(texts.join(BETWEEN));
    return this.#everything;
  }

  #valuesOf(field: Field): unknown[] {
    const { raw } = this;
    const root = field.parts[0] ?? '';
    if (!isRedacted(root)) return field.valuesIn(raw);
    const written = raw[root];
    // Taking secrets out costs a walk of all parameters: only when there is something at this path.
    if (typeof written === 'object' && field.valuesIn(raw).length === 0) return [];
    const top = Object.create(null) as Record<string, unknown>;
    if (written !== undefined) top[root] = this.#top(root);
    return field.valuesIn(top);
  }

  /** What stands under a key of the record, without secrets. */
  #top(key: string): unknown {
    const written = this.raw[key];
    if (!isRedacted(key) || written === null || written === undefined) return written;
    this.#redacted ??= new Map();
    const known = this.#redacted.get(key);
    if (known !== undefined) return known;
    const kept = this.#withoutSecrets(written, key);
    this.#redacted.set(key, kept);
    return kept;
  }

  /** As `TrailEvent` does it; a text that is no JSON, or a list, stays what it is. */
  #withoutSecrets(written: unknown, key: Redacted): unknown {
    const fields = fieldsOrJson(written);
    const isObject = typeof written === 'object' && !Array.isArray(written);
    if (!isObject && Object.keys(fields).length === 0) return redact(written, key);
    const { service, name } = operationIn(this.raw);
    return redact(fields, `${service}:${name}`);
  }
}

export function isRedacted(key: string): key is Redacted {
  return (REDACTED as readonly string[]).includes(key);
}

let last: View | undefined;

/** The view of a record. Rules are asked about a record one after the other, so the last view is the one that is needed again. */
export function viewOf(raw: RawRecord): View {
  if (last?.raw !== raw) last = new View(raw);
  return last;
}
