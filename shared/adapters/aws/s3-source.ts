import { Buffer } from 'node:buffer';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { GatetrailError } from '../../errors.ts';
import type { ObjectRef, ObjectSource } from '../../pipeline/ports.ts';
import { readError } from './s3-error.ts';
import { parseS3Url, type S3Place } from './s3-url.ts';

/** Larger objects are streamed, so that memory does not depend on an object's size. */
const STREAM_ABOVE = 32 * 2 ** 20;
/** Connections that may break one after the other with less than that between them. */
const RESUMES = 4;
const PROGRESS = 64 * 2 ** 10;
const FIRST_WAIT_MS = 200;

/** How long to wait, passed in so that tests don't. */
export interface Pause {
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1 */
  readonly random: () => number;
}

const REAL_PAUSE: Pause = {
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  random: Math.random,
};

/**
 * Reads `s3://bucket/key`: small objects whole, large ones as a stream. The SDK retries requests; a connection that breaks while
 * the bytes come is its caller's to mend, so the rest is asked for anew, of the same version of the object. Throws `input` when an
 * object can't be read, `transient` when the same may succeed later, `config` without credentials.
 */
export class S3Source implements ObjectSource {
  readonly #client: S3Client;
  readonly #pause: Pause;

  constructor(client: S3Client, pause: Pause = REAL_PAUSE) {
    this.#client = client;
    this.#pause = pause;
  }

  async read({ key: url }: ObjectRef): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
    const place = parseS3Url(url);
    const first = await this.#get(place);
    const size = first.ContentLength ?? Number.POSITIVE_INFINITY;
    const pieces = this.#pieces(place, first, size);
    return size <= STREAM_ABOVE ? await whole(pieces, size) : pieces;
  }

  async #get(place: S3Place, from?: { readonly byte: number; readonly etag: string }): Promise<GetObjectCommandOutput> {
    const rest = from && { Range: `bytes=${from.byte}-`, IfMatch: from.etag };
    try {
      return await this.#client.send(new GetObjectCommand({ Bucket: place.bucket, Key: place.key, ...rest }));
    } catch (error) {
      throw readError(error, place);
    }
  }

  async *#pieces(place: S3Place, first: GetObjectCommandOutput, size: number): AsyncGenerator<Uint8Array> {
    let answer = first;
    let taken = 0;
    let broken = 0;
    let lastBreak = 0;
    for (;;) {
      let cause: unknown;
      try {
        for await (const piece of answer.Body as AsyncIterable<Uint8Array>) {
          taken += piece.length;
          yield piece;
        }
        if (taken >= size || size === Number.POSITIVE_INFINITY) return;
      } catch (error) {
        cause = error;
      }
      broken = taken - lastBreak >= PROGRESS ? 1 : broken + 1;
      lastBreak = taken;
      // All bytes came and yet it failed: their checksum is wrong, and what was handed on can't be taken back.
      if (taken >= size || broken > RESUMES || first.ETag === undefined) throw brokenOff(place, taken, size, cause);
      await this.#pause.sleep(this.#pause.random() * FIRST_WAIT_MS * 2 ** broken);
      answer = await this.#get(place, { byte: taken, etag: first.ETag });
    }
  }
}

async function whole(pieces: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const all = Buffer.allocUnsafeSlow(size);
  let length = 0;
  for await (const piece of pieces) {
    all.set(piece, length);
    length += piece.length;
  }
  return all.subarray(0, length);
}

function brokenOff(place: S3Place, taken: number, size: number, cause: unknown): GatetrailError {
  const where = `the connection broke at byte ${taken.toLocaleString('en-US')} of ${size.toLocaleString('en-US')}`;
  const sentence = taken >= size ? 'its checksum does not match its bytes' : `${where}, again and again`;
  return new GatetrailError('transient', `s3://${place.bucket}/${place.key} can't be read: ${sentence}`, cause);
}
