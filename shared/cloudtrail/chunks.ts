import { Buffer } from 'node:buffer';
import { ChunkedGunzip, isGzip } from './gunzip.ts';
import type { Intake } from './intake.ts';

const HEAD = 4;

/** An object's bytes as they come, counted. */
export async function* counted(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  intake: Intake,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    intake.bytesIn += chunk.length;
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

/** The same bytes with a first chunk long enough to tell what they are, unless there are no more. */
export async function* headFirst(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === undefined) yield chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < HEAD) continue;
      yield head;
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) yield head;
}

/** The same bytes without one layer of gzip, if there is one. A fault ends them and is told to the intake. */
export async function* unzipped(source: AsyncIterable<Buffer>, intake: Intake): AsyncGenerator<Buffer> {
  let gunzip: ChunkedGunzip | undefined;
  let first = true;
  try {
    for await (const chunk of headFirst(source)) {
      if (first && isGzip(chunk)) gunzip = new ChunkedGunzip(intake.limits);
      first = false;
      if (gunzip === undefined) yield chunk;
      else yield* gunzip.push(chunk);
      if (gunzip?.problem !== undefined) break;
    }
    if (gunzip === undefined) return;
    yield* gunzip.end();
    if (gunzip.problem !== undefined) intake.problem(gunzip.problem);
  } finally {
    gunzip?.close();
  }
}
