import type { Buffer } from 'node:buffer';
import { Beginning, SAMPLE } from './beginning.ts';
import type { Format, ObjectReading, RawRecord, ReadLimits, RecordSink } from './reading.ts';
import { count } from './text.ts';

/** What a value that is no record suggests about the whole object, should no record ever turn up. */
export type Doubt = 'plain text' | 'binary' | 'JSON without CloudTrail records';

const MAX_KEPT_REASONS = 100;
const MAX_PROBLEMS = 20;

/** What one object turned out to hold, gathered while it is read. */
export class Intake {
  readonly limits: ReadLimits;
  outOfScope: string | undefined;
  bytesIn = 0;
  bytesOut = 0;
  /** Values at the top level: more than one bare record makes ndjson. */
  values = 0;
  /** Text that stood where a JSON text was expected. */
  sample: string | undefined;
  readonly #beginning = new Beginning();
  /** Bytes that payloads inside records expanded to; they share `maxBytes`. */
  unpacked = 0;
  readonly #sink: RecordSink;
  readonly #problems: string[] = [];
  #moreProblems = 0;
  #lost: { bytes: number; readonly at: number } | undefined;
  #next = 0;
  #format: Format | undefined;
  #container: Format | undefined;
  /**
   * Rejections held back because nothing so far proves this is a log: a README is not "40 rejected records". The first
   * record, or the first sure rejection, sets them free.
   */
  readonly #doubtful: string[] = [];
  #doubts = 0;
  #doubt: Doubt | undefined;
  readonly #flaws: string[] = [];
  #invalidUtf8 = Number.POSITIVE_INFINITY;

  constructor(sink: RecordSink, limits: ReadLimits) {
    this.#sink = sink;
    this.limits = limits;
  }

  /** Hands a record on. `via` names the format when nothing around the record did. */
  record(raw: RawRecord, via: Format): void {
    if (this.#doubts > 0) this.#release();
    this.#format ??= via;
    this.#sink.record(raw, this.#next++);
  }

  /** Hands on what a sink that reads other logs makes of an object; false when that is nothing. */
  translated(value: RawRecord, via: Format): boolean {
    const found = this.#sink.translate?.(value);
    if (found === undefined) return false;
    if (typeof found !== 'string') this.record(found, via);
    else {
      if (this.#doubts > 0) this.#release();
      this.#format ??= via;
      this.#sink.passedOver?.(this.#next++, found);
    }
    return true;
  }

  /** Rejects one record. With a doubt, only once something else shows that the object is a log. */
  reject(reason: string, doubt?: Doubt): void {
    if (doubt !== undefined && this.#next === 0) {
      this.#doubt ??= doubt;
      this.#doubts++;
      if (this.#doubtful.length < MAX_KEPT_REASONS) this.#doubtful.push(reason);
      return;
    }
    if (this.#doubts > 0) this.#release();
    this.#sink.rejected(this.#next++, reason);
  }

  /** A wrap was seen. The first one seen is the outermost. */
  wrapped(format: Format): void {
    this.#format ??= format;
  }

  /** A list of records was seen, perhaps an empty one. */
  container(format: Format): void {
    this.#container ??= format;
  }

  problem(text: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(text);
    else this.#moreProblems++;
  }

  get hasProblems(): boolean {
    return this.#problems.length > 0;
  }

  /** Bytes behind a broken record in which no record could be found. */
  lost(bytes: number, at: number): void {
    this.#lost ??= { bytes: 0, at };
    this.#lost.bytes += bytes;
  }

  /** What is wrong with JSON text. Forgotten when it turns out to be some other text: any may open a bracket. */
  flaw(text: string): void {
    this.#flaws.push(text);
  }

  /** `found`: where in the bytes that begin at `at` the first invalid byte is, or -1. */
  invalidUtf8(found: number, at: number): void {
    if (found >= 0) this.#invalidUtf8 = Math.min(this.#invalidUtf8, at + found);
  }

  /** Records told to the sink so far. */
  get records(): number {
    return this.#next;
  }

  /** The index the next record will have. */
  get position(): number {
    return this.#next + this.#doubts;
  }

  finish(): ObjectReading {
    const notALog = this.#next === 0 && this.outOfScope === undefined ? this.#doubt : undefined;
    if (notALog === undefined && this.#doubts > 0) this.#release();
    if (notALog !== 'plain text' && notALog !== 'binary') this.#addFlaws();
    const empty = this.#doubts === 0 && this.values === 0 && this.#problems.length === 0;
    if (empty) this.problem(this.#emptiness());
    if (this.#moreProblems > 0) this.#problems.push(`and ${count(this.#moreProblems)} more problems`);
    return {
      format: empty ? 'empty' : this.#finalFormat(),
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      records: this.#next,
      problems: this.#problems,
      ...(this.outOfScope !== undefined && { outOfScope: this.outOfScope }),
      ...(notALog !== undefined && { notALog }),
      ...(notALog === 'plain text' && { sample: this.sample?.slice(0, SAMPLE) ?? this.#beginning.text }),
    };
  }

  /** The text goes on with these bytes; what matters is how it begins. */
  begins(bytes: Buffer): void {
    this.#beginning.add(bytes);
  }

  #addFlaws(): void {
    const lost = this.#lost;
    if (lost) this.flaw(`${count(lost.bytes)} bytes could not be read, the first at byte ${count(lost.at)}`);
    if (this.#invalidUtf8 < Number.POSITIVE_INFINITY) this.flaw(`invalid UTF-8 at byte ${count(this.#invalidUtf8)}`);
    for (const flaw of this.#flaws) this.problem(flaw);
  }

  #emptiness(): string {
    if (this.bytesIn === 0) return 'empty file';
    return this.bytesOut === 0 ? 'empty after gunzip' : 'nothing but white space';
  }

  #finalFormat(): Format {
    if (this.#format === 'single' && this.values > 1) return 'ndjson';
    if (this.#format !== undefined) return this.#format;
    const anyArray = this.#container === 'array' && this.#next === 0 && this.#doubt !== undefined;
    return anyArray ? 'unknown' : (this.#container ?? 'unknown');
  }

  #release(): void {
    const held = this.#doubts;
    this.#doubts = 0;
    for (let i = 0; i < held; i++)
      this.#sink.rejected(this.#next++, this.#doubtful[i] ?? 'not a CloudTrail record, like those before it');
    this.#doubtful.length = 0;
  }
}
