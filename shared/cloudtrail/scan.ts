import { Buffer } from 'node:buffer';
import { Held } from './held.ts';
import { isLinePrefix, nextStart } from './resync.ts';
import type { ScanHandler } from './scan-handler.ts';
import { CLOSE_LIST, CLOSE_OBJECT, COMMA, isScalarByte, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE, Walk } from './walk.ts';

export interface ScanLimits {
  readonly maxValue: number;
  /** Bytes read again after broken records, in all: a file of nothing but broken records stays linear. */
  readonly maxRescanned: number;
}

const LIMITS: ScanLimits = { maxValue: 64 * 2 ** 20, maxRescanned: 256 * 2 ** 20 };
const MAX_JUNK = 2 ** 20;
const LIST_KEY = /[{,]\s*"(Records|Events|events|logEvents|Messages|QueryResultRows)"\s*:\s*\[$/;
const LIST_KEY_LENGTH = 64;
const SCALAR = /^(?:-?\d[\d.eE+-]*|true|false|null)$/;

interface Part {
  readonly bytes: Buffer;
  readonly at: number;
}

/**
 * Cuts JSON text into the records it holds without parsing it: a bare list, the list in `{Records:[...]}`, or values one
 * behind the other. It needs no more memory than one record, goes on behind a broken one, and takes chunks cut anywhere.
 */
export class Scanner {
  readonly #on: ScanHandler;
  readonly #limits: ScanLimits;
  readonly #walk = new Walk();
  #state: 'between' | 'value' | 'scalar' | 'junk' = 'between';
  #held = new Held(0);
  #list: string | undefined;
  /** The object around the list being read; it is read last, as if its list were empty. */
  #around: Held | undefined;
  /** What stands before, with no comma in between. */
  #after: 'nothing' | 'scalar' | 'object' = 'nothing';
  #afterBroken = false;
  #end: number;
  #rescanned = 0;

  constructor(on: ScanHandler, offset = 0, limits: Partial<ScanLimits> = {}) {
    this.#on = on;
    this.#end = offset;
    this.#limits = { ...LIMITS, ...limits };
  }

  push(chunk: Buffer): void {
    this.#end += chunk.length;
    this.#read([{ bytes: chunk, at: this.#end - chunk.length }]);
  }

  finish(): void {
    while (this.#state !== 'between') {
      const state = this.#state;
      const { at, dropped } = this.#held;
      const text = this.#take();
      const unread: Part[] = [];
      if (dropped) {
        this.#on.tooLong(at, this.#limits.maxValue);
        this.#on.cut(this.#end);
        return;
      }
      if (state === 'value') {
        if (!this.#restart(text, at, unread)) {
          this.#on.cut(this.#end, { text, list: this.#list });
          return;
        }
        this.#afterBroken = !this.#on.value(text, at, this.#list);
      } else if (state === 'scalar' && SCALAR.test(text.toString('latin1'))) this.#deliver(text, at, unread);
      else this.#junk(text, at, unread);
      this.#read(unread);
    }
    if (this.#list !== undefined) this.#on.cut(this.#end);
  }

  #read(unread: Part[]): void {
    for (let part = unread.pop(); part !== undefined; part = unread.pop()) {
      let i = 0;
      const again: Part[] = [];
      while (i < part.bytes.length && again.length === 0) i = this.#step(part, i, again);
      if (i < part.bytes.length) unread.push({ bytes: part.bytes.subarray(i), at: part.at + i });
      unread.push(...again);
    }
  }

  /** Reads on at `i`; returns where to go on, and puts into `again` what is to be read before that. */
  #step(part: Part, i: number, again: Part[]): number {
    if (this.#state === 'between') return this.#between(part, i);
    if (this.#state === 'value') return this.#value(part.bytes, i, again);
    return this.#state === 'scalar' ? this.#scalar(part.bytes, i, again) : this.#unknown(part.bytes, i, again);
  }

  #between({ bytes, at }: Part, i: number): number {
    const byte = bytes[i] ?? 0;
    if (byte === 0x20 || byte === 0x09 || byte === 0x0d) return i + 1;
    if (byte === COMMA || byte === NEWLINE) {
      if (byte === COMMA || this.#list === undefined) this.#after = 'nothing';
      return i + 1;
    }
    if (byte === CLOSE_LIST && this.#list !== undefined) {
      this.#closeList();
      return i + 1;
    }
    if (byte === 0 || byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      this.#on.stray(at + i, byte);
      return i + 1;
    }
    if (byte === OPEN_LIST && this.#list === undefined) {
      this.#openList('');
      return i + 1;
    }
    this.#held = new Held(at + i);
    this.#walk.reset();
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#state = 'value';
    else if (this.#after !== 'nothing' || this.#afterBroken) {
      // A text with more behind it was the first key of an object whose brace is lost.
      if (this.#after === 'scalar') this.#afterBroken = true;
      this.#state = 'junk';
    } else this.#state = byte === QUOTE ? 'value' : 'scalar';
    return i;
  }

  #openList(name: string): void {
    this.#list = name;
    this.#after = 'nothing';
    this.#on.list(name);
  }

  #closeList(): void {
    this.#list = undefined;
    this.#after = 'object';
    if (this.#around === undefined) return;
    this.#held = this.#around;
    this.#held.add(Buffer.from(']'));
    this.#around = undefined;
    this.#state = 'value';
    this.#walk.reset(1);
  }

  #value(bytes: Buffer, i: number, again: Part[]): number {
    const end = this.#walk.next(bytes, i, this.#list === undefined);
    if (end < 0) {
      this.#held.add(bytes.subarray(i));
      this.#limit(again);
      return bytes.length;
    }
    if (this.#walk.depth > 0) {
      this.#held.add(bytes.subarray(i, end + 1));
      this.#enterList();
      return end + 1;
    }
    const { at, dropped } = this.#held;
    const text = this.#take(bytes.subarray(i, end));
    if (dropped) this.#on.tooLong(at, this.#limits.maxValue);
    else this.#deliver(text, at, again);
    return end;
  }

  /** At a `[` that is a member of a top-level object: the list of records, or just a field. */
  #enterList(): void {
    const name = LIST_KEY.exec(this.#held.tail(LIST_KEY_LENGTH))?.[1];
    if (name === undefined) {
      this.#walk.depth++;
      return;
    }
    this.#around = this.#held;
    this.#state = 'between';
    this.#openList(name);
  }

  #scalar(bytes: Buffer, i: number, again: Part[]): number {
    let end = i;
    while (end < bytes.length && isScalarByte(bytes[end] ?? 0)) end++;
    this.#held.add(bytes.subarray(i, end));
    if (end === bytes.length && this.#held.size < MAX_JUNK) return end;
    const { at } = this.#held;
    if (SCALAR.test(this.#held.with().toString('latin1'))) this.#deliver(this.#take(), at, again);
    else this.#state = 'junk';
    return end;
  }

  #unknown(bytes: Buffer, i: number, again: Part[]): number {
    const newline = bytes.indexOf(NEWLINE, i);
    const end = Math.min(newline < 0 ? bytes.length : newline, i + MAX_JUNK);
    this.#held.add(bytes.subarray(i, end));
    if (newline !== end && this.#held.size < MAX_JUNK) return end;
    const { at } = this.#held;
    this.#junk(this.#take(), at, again);
    return end;
  }

  #deliver(text: Buffer, at: number, again: Part[]): void {
    const long = text.length > this.#limits.maxValue;
    if (long) this.#on.tooLong(at, this.#limits.maxValue);
    this.#afterBroken = long || !this.#on.value(text, at, this.#list);
    this.#after = text[0] === OPEN_OBJECT || text[0] === OPEN_LIST ? 'object' : 'scalar';
    if (this.#afterBroken) this.#restart(text, at, again);
  }

  #junk(text: Buffer, at: number, again: Part[]): void {
    const lost = this.#restart(text, at, again) ? text.subarray(0, (again.at(-1)?.at ?? at) - at) : text;
    if (lost !== text && isLinePrefix(lost)) return;
    this.#on.junk(lost, at, this.#afterBroken);
    this.#afterBroken = true;
  }

  #take(last?: Buffer): Buffer {
    const text = this.#held.with(last);
    this.#held = new Held(0);
    this.#state = 'between';
    return text;
  }

  #limit(again: Part[]): void {
    if (this.#held.dropped || this.#held.size <= this.#limits.maxValue) return;
    const { at } = this.#held;
    if (this.#restart(this.#held.with(), at, again)) {
      this.#on.tooLong(at, this.#limits.maxValue);
      this.#take();
    } else this.#held.drop();
  }

  /** Has the next record inside a broken value read from where it begins; false when there is none. */
  #restart(text: Buffer, at: number, again: Part[]): boolean {
    if (this.#rescanned + text.length > this.#limits.maxRescanned) return false;
    const start = nextStart(text.subarray(0, this.#limits.maxValue));
    if (start < 0) return false;
    this.#rescanned += text.length - start;
    this.#after = 'nothing';
    again.push({ bytes: text.subarray(start), at: at + start });
    return true;
  }
}
