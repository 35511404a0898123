import type { Buffer } from 'node:buffer';
import type { Doubt, Intake } from './intake.ts';
import type { Format } from './reading.ts';
import type { ScanHandler } from './scan.ts';
import { LISTS, looksLikeRecord } from './shapes.ts';
import { count, decode, invalidUtf8At, isBinary, jsonFault } from './text.ts';

/** Where the values go once they are parsed; handed in, because reading a text inside a record needs a scan in turn. */
export interface Take {
  document(intake: Intake, value: unknown, depth: number, via: Format): void;
  element(intake: Intake, value: unknown, via: Format, depth: number): void;
}

/** Loss this small behind a broken record is the rest of that record, and not worth a problem of its own. */
const SMALL_LOSS = 65_536;
const SAMPLE = 1024;

/** Parses what a scan finds, one record at a time, and says what could not be read. */
export class ScannedRecords implements ScanHandler {
  readonly #intake: Intake;
  readonly #take: Take;
  readonly #depth: number;
  readonly #via: Format;
  readonly #where: string;
  #strayNul = false;
  #strayBracket = false;

  constructor(intake: Intake, take: Take, depth: number, via: Format) {
    this.#intake = intake;
    this.#take = take;
    this.#depth = depth;
    this.#via = via;
    this.#where = depth === 0 ? '' : `text inside record ${intake.position}: `;
  }

  value(text: Buffer, at: number, list: string | undefined): boolean {
    if (list === undefined) this.#topLevel();
    if (this.#depth === 0) this.#intake.invalidUtf8(invalidUtf8At(text), at);
    let value: unknown;
    try {
      value = JSON.parse(decode(text));
    } catch (error) {
      this.#intake.reject(`${jsonFault(error)}, in what begins at byte ${count(at)}`, this.#doubt(text, list));
      return false;
    }
    if (list === undefined) this.#take.document(this.#intake, value, this.#depth, this.#via);
    else this.#take.element(this.#intake, value, this.#viaOf(list), this.#depth);
    return true;
  }

  list(name: string): void {
    if (name === '') this.#topLevel();
    this.#intake.container(this.#viaOf(name));
  }

  junk(text: Buffer, at: number, merged: boolean): void {
    const what = `text that is no JSON: ${count(text.length)} bytes from byte ${count(at)}`;
    if (!merged) this.#intake.reject(what, this.#doubt(text, undefined));
    else if (text.length > SMALL_LOSS) this.#problem(what);
  }

  tooLong(at: number, limit: number): void {
    this.#intake.reject(`longer than ${count(limit)} bytes, from byte ${count(at)}`);
  }

  stray(at: number, byte: number): void {
    if (byte === 0 ? this.#strayNul : this.#strayBracket) return;
    if (byte === 0) this.#strayNul = true;
    else this.#strayBracket = true;
    this.#problem(`${byte === 0 ? 'NUL' : `unexpected ${String.fromCharCode(byte)}`} at byte ${count(at)}`);
  }

  cut(end: number, value?: { text: Buffer; list: string | undefined }): void {
    const where = `ends early, at byte ${count(end)}`;
    // Without a list around it and nothing read, half a value may have been anything.
    const isRecord = value && (this.#intake.records > 0 || this.#doubt(value.text, value.list) === undefined);
    const problem = isRecord ? `${where}, inside record ${this.#intake.position}` : where;
    if (this.#depth === 0) this.#intake.endsEarly(problem);
    else this.#problem(problem);
    if (isRecord) this.#intake.reject(`cut off: ${this.#where}${where}`);
  }

  #topLevel(): void {
    if (this.#depth === 0) this.#intake.values++;
  }

  #viaOf(list: string): Format {
    if (list !== '') return LISTS.get(list) ?? this.#via;
    return this.#via === 'single' ? 'array' : this.#via;
  }

  #doubt(text: Buffer, list: string | undefined): Doubt | undefined {
    const known = list !== undefined && list !== '';
    if (known || looksLikeRecord(text.toString('latin1'))) return undefined;
    return isBinary(text.subarray(0, SAMPLE)) ? 'binary' : 'plain text';
  }

  #problem(text: string): void {
    this.#intake.problem(this.#where + text);
  }
}
