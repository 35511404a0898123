import { Buffer } from 'node:buffer';
import { decode } from './text.ts';

/** Bytes of plain text that are shown to who may know it by sight. */
export const SAMPLE = 1024;

/** How a text begins, however its bytes come. */
export class Beginning {
  readonly #pieces: Buffer[] = [];
  #size = 0;

  add(bytes: Buffer): void {
    if (this.#size >= SAMPLE) return;
    // A copy: the bytes may be written over.
    const piece = Buffer.from(bytes.subarray(0, SAMPLE - this.#size));
    this.#pieces.push(piece);
    this.#size += piece.length;
  }

  get text(): string {
    return decode(Buffer.concat(this.#pieces));
  }
}
