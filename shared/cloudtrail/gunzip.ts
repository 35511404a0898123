import { Buffer } from 'node:buffer';
import { constants, createGunzip, type Gunzip, gunzipSync } from 'node:zlib';
import type { ReadLimits } from './reading.ts';
import { count } from './text.ts';

const MIB = 2 ** 20;
/** A data error loses what its slice would have expanded to, so slices are small. */
const SLICE = 4096;
/** Deflate can't expand a byte to more. */
const MAX_DEFLATE_RATIO = 1032;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export interface Unzipped {
  bytes: Buffer;
  problem?: string;
}

/**
 * A whole gzip at once, or everything in front of its fault and what the fault is; undefined when it expands to more
 * than `most` bytes. Never throws.
 */
export function gunzipWhole(content: Buffer, most: number, maxRatio: number): Unzipped | undefined {
  try {
    const bytes = gunzipSync(content, { chunkSize: chunkSize(content, most), maxOutputLength: most });
    return withinRatio(bytes, content.length, maxRatio);
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return undefined;
    return salvage(content, most, error);
  }
}

/**
 * The size the trailer claims plus one, so that a small file takes one allocation. The trailer is the sender's to
 * write: never more than the bytes could expand to, and never so little that honest content comes in crumbs.
 */
function chunkSize(content: Buffer, most: number): number {
  const claimed = content.length < 4 ? 0 : content.readUInt32LE(content.length - 4) + 1;
  const possible = Math.min(content.length * MAX_DEFLATE_RATIO, most + 1);
  return Math.max(Math.min(claimed, possible), Math.min(content.length, 16_384), 1024);
}

function withinRatio(bytes: Buffer, bytesIn: number, maxRatio: number): Unzipped {
  const most = Math.max(MIB, Math.floor(bytesIn * maxRatio));
  if (bytes.length <= most) return { bytes };
  return { bytes: bytes.subarray(0, most), problem: tooDense(maxRatio, most, bytesIn) };
}

function salvage(content: Buffer, most: number, error: unknown): Unzipped {
  const cutShort = codeOf(error) === 'Z_BUF_ERROR' ? inflatePrefix(content, content.length, most) : undefined;
  if (cutShort !== undefined) return { bytes: cutShort, problem: endsEarly(content.length, cutShort.length) };
  // A fault shows at one byte: every prefix before it inflates, none behind it does. So it can be searched by halves.
  let good = 0;
  let bad = content.length;
  let bytes: Buffer = Buffer.alloc(0);
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    const inflated = inflatePrefix(content, middle, most);
    if (inflated === undefined) bad = middle;
    else {
      good = middle;
      bytes = inflated;
    }
  }
  const where = `at byte ${count(good)} of ${count(content.length)}`;
  return { bytes, problem: `gzip is corrupt ${where}: ${faultOf(error)}; ${count(bytes.length)} bytes out` };
}

function inflatePrefix(content: Buffer, length: number, most: number): Buffer | undefined {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return gunzipSync(content.subarray(0, length), { finishFlush, maxOutputLength: most, chunkSize: 65_536 });
  } catch {
    return undefined;
  }
}

/** A gzip that comes in chunks, or is too large to expand at once. Memory: one slice and what it expands to. */
export class ChunkedGunzip {
  problem: string | undefined;
  readonly #limits: ReadLimits;
  readonly #gunzip: Gunzip;
  #out: Buffer[] = [];
  #error: unknown;
  #closed = false;
  /** Ends the wait for a write; a fault closes the stream without answering the write that met it. */
  #wake = (): void => {};
  #bytesIn = 0;
  #bytesOut = 0;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
    this.#gunzip = createGunzip({ chunkSize: 65_536 });
    this.#gunzip.on('data', (chunk: Buffer) => this.#out.push(chunk));
    this.#gunzip.on('error', (error) => {
      this.#error = error;
    });
    this.#gunzip.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Expands a chunk, up to the limits. Once `problem` is set nothing more comes. */
  async *push(chunk: Buffer): AsyncGenerator<Buffer> {
    for (let at = 0; at < chunk.length && this.problem === undefined; at += SLICE) {
      const slice = chunk.subarray(at, at + SLICE);
      this.#bytesIn += slice.length;
      await this.#until((done) => this.#gunzip.write(slice, done));
      if (this.#error !== undefined) this.problem = this.#corrupt();
      yield* this.#expanded();
    }
  }

  async *end(): AsyncGenerator<Buffer> {
    if (this.problem !== undefined) return;
    await this.#until(() => this.#gunzip.end());
    if (codeOf(this.#error) === 'Z_BUF_ERROR') this.problem = endsEarly(this.#bytesIn, this.#bytesOut);
    else if (this.#error !== undefined) this.problem = this.#corrupt();
    yield* this.#expanded();
  }

  close(): void {
    this.#gunzip.destroy();
  }

  async #until(start: (done: () => void) => void): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((done) => {
      this.#wake = done;
      start(done);
    });
  }

  *#expanded(): Generator<Buffer> {
    const out = this.#out;
    this.#out = [];
    for (const chunk of out) {
      const dense = Math.max(MIB, Math.floor(this.#bytesIn * this.#limits.maxRatio));
      const left = Math.min(this.#limits.maxBytes, dense) - this.#bytesOut;
      const kept = chunk.subarray(0, left);
      this.#bytesOut += kept.length;
      if (kept.length > 0) yield kept;
      if (kept.length < chunk.length) {
        const { maxBytes, maxRatio } = this.#limits;
        this.problem = maxBytes < dense ? tooLarge(maxBytes) : tooDense(maxRatio, this.#bytesOut, this.#bytesIn);
        return;
      }
    }
  }

  #corrupt(): string {
    const where = `near byte ${count(this.#bytesIn)}`;
    return `gzip is corrupt ${where}: ${faultOf(this.#error)}; ${count(this.#bytesOut)} bytes out`;
  }
}

function endsEarly(bytesIn: number, bytesOut: number): string {
  return `gzip ends early: ${count(bytesIn)} bytes in, ${count(bytesOut)} bytes out`;
}

function tooLarge(maxBytes: number): string {
  return `gzip expands to more than ${count(maxBytes)} bytes (maxBytes): the rest was not read`;
}

function tooDense(maxRatio: number, bytesOut: number, bytesIn: number): string {
  const limit = `more than ${count(maxRatio)} times its size (maxRatio)`;
  return `gzip expands to ${limit}: read ${count(bytesOut)} bytes out of ${count(bytesIn)}, not the rest`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function faultOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unreadable';
}
