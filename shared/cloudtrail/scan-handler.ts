import type { Buffer } from 'node:buffer';

/** What a scan meets, in order. Offsets are bytes from the start of what is scanned. */
export interface ScanHandler {
  /** A whole value: an element of the list of that name ('' for a bare one), or a top-level value. False: no JSON. */
  value(text: Buffer, at: number, list: string | undefined): boolean;
  /** A list of that name begins. */
  list(name: string): void;
  /** Bytes that begin no value. `merged`: what came before was broken too, so this is likely the rest of it. */
  junk(text: Buffer, at: number, merged: boolean): void;
  /** A value longer than the limit was passed over. */
  tooLong(at: number, limit: number): void;
  /** A NUL byte, or a closing bracket that closes nothing. */
  stray(at: number, byte: number): void;
  /** The input ended inside this value, or (without one) before a list was closed. */
  cut(end: number, value?: { text: Buffer; list: string | undefined }): void;
}
