import type { Buffer } from 'node:buffer';
import type { Doubt, Intake } from './intake.ts';
import type { Format } from './reading.ts';
import type { ScanHandler } from './scan-handler.ts';
import { LISTS, looksLikeRecord } from './shapes.ts';
import { count, decode, invalidUtf8At, isBinary, jsonFault } from './text.ts';

/** Where the values go once they are parsed; handed in, because reading a text inside a record needs a scan in turn. */
export interface Take {
  document(intake: Intake, value: unknown, depth: number, via: Format): void;
  element(intake: Intake, value: unknown, via: Format, depth: number): void;
}

/** So little behind a broken record is the rest of it; more may hold records. */
const SMALL_LOSS = 65_536;
const SAMPLE = 1024;

/** Parses what a scan finds, one record at a time, and says what could not be read. */
export class ScannedRecords implements ScanHandler {
  readonly #intake: Intake;
  readonly #take: Take;
  readonly #depth: number;
  readonly #via: Format;
  #strayNul = false;
  #strayBracket = false;

  constructor(intake: Intake, take: Take, depth: number, via: Format) {
    this.#intake = intake;
    this.#take = take;
    this.#depth = depth;
    this.#via = via;
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
    if (!merged) {
      const what = `text that is no JSON: ${count(text.length)} bytes from byte ${count(at)}`;
      this.#intake.reject(what, this.#doubt(text, undefined));
    } else if (text.length > SMALL_LOSS) this.#intake.lost(text.length, at);
  }

  tooLong(at: number, limit: number): void {
    this.#intake.reject(`longer than ${count(limit)} bytes, from byte ${count(at)}`);
  }

  stray(at: number, byte: number): void {
    if (this.#depth > 0 || (byte === 0 ? this.#strayNul : this.#strayBracket)) return;
    if (byte === 0) this.#strayNul = true;
    else this.#strayBracket = true;
    this.#intake.flaw(`${byte === 0 ? 'NUL' : `unexpected ${String.fromCharCode(byte)}`} at byte ${count(at)}`);
  }

  cut(end: number, value?: { text: Buffer; list: string | undefined }): void {
    const where = `ends early, at byte ${count(end)}`;
    // Without a list around it and nothing read, half a value may have been anything.
    const isRecord = value && (this.#intake.records > 0 || this.#doubt(value.text, value.list) === undefined);
    if (this.#depth === 0) this.#intake.flaw(isRecord ? `${where}, inside record ${this.#intake.position}` : where);
    if (this.#depth > 0) this.#intake.reject(`the text wrapped in it ${where} of it`);
    else if (isRecord) this.#intake.reject(`cut off: the input ${where}`);
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
}
