import { Buffer } from 'node:buffer';

const NOTHING = Buffer.alloc(0);

/** The part of a value that came in earlier chunks. */
export class Held {
  /** Offset of the value's first byte. */
  readonly at: number;
  size = 0;
  /** Too long to keep: only its size is still counted. */
  dropped = false;
  #pieces: Buffer[] = [];

  constructor(at: number) {
    this.at = at;
  }

  /** Copies: the chunk may be reused by its owner, and a view would keep all of it alive. */
  add(bytes: Buffer): void {
    this.size += bytes.length;
    if (!this.dropped && bytes.length > 0) this.#pieces.push(Buffer.from(bytes));
  }

  /** What is held and these bytes behind it; no copy when nothing is held. */
  with(last: Buffer = NOTHING): Buffer {
    return this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
  }

  drop(): void {
    this.dropped = true;
    this.#pieces = [];
  }

  /** The last `size` bytes held, or fewer. */
  tail(size: number): string {
    let tail = '';
    for (let i = this.#pieces.length - 1; i >= 0 && tail.length < size; i--)
      tail = (this.#pieces[i] ?? NOTHING).subarray(-size).toString('latin1') + tail;
    return tail.slice(-size);
  }
}
