import {
  closeSync,
  createReadStream,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseKey } from '../../cloudtrail/key.ts';
import { GatetrailError, messageOf } from '../../errors.ts';
import { compareText } from '../../order.ts';
import type { ObjectRef, ObjectSource } from '../../pipeline/ports.ts';
import type { ReplayObject } from '../../pipeline/replay-order.ts';

/** Larger files are streamed, so that memory does not depend on a file's size. */
const STREAM_ABOVE = 32 * 2 ** 20;

/** Files found under the inputs, and the places that could not be looked into. */
export interface Found {
  readonly objects: readonly ReplayObject[];
  readonly bytes: number;
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
}

/** Where an input is, if not where it says: `-` is a temporary file. */
export type Places = ReadonlyMap<string, string>;

/**
 * Every file below the inputs, whatever its name: content tells what is a log. The folder `out` is passed over where it lies
 * below an input: it holds what a run leaves. Throws `usage` for an input that isn't there.
 */
export function findLogFiles(inputs: readonly string[], out: string, places: Places): Found {
  const objects: ReplayObject[] = [];
  const problems: { object: string; reason: string }[] = [];
  const results = realPath(out);
  const folders = new Set<string>();
  let bytes = 0;
  const visit = (path: string): void => {
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) {
        const real = realpathSync(path);
        if (folders.has(real) || (real === results && !inputs.includes(path))) return;
        folders.add(real);
        for (const entry of readdirSync(path, { withFileTypes: true }).sort(byName)) visit(join(path, entry.name));
      } else if (stat.isFile()) {
        bytes += stat.size;
        objects.push({ key: path, deliveredAt: parseKey(path)?.deliveredAt });
      } else problems.push({ object: path, reason: 'neither a file nor a folder' });
    } catch (error) {
      problems.push({ object: path, reason: `can't be read: ${messageOf(error)}` });
    }
  };
  for (const input of inputs) {
    const place = places.get(input);
    const before = objects.length + problems.length;
    const stat = statOf(place ?? input);
    if (place !== undefined) {
      bytes += stat.size;
      objects.push({ key: input });
    } else if (!stat.isDirectory() || !folders.has(realpathSync(input))) {
      visit(input);
      if (objects.length + problems.length === before) problems.push({ object: input, reason: 'no files in it' });
    }
  }
  return { objects, bytes, problems };
}

function statOf(input: string): Stats {
  try {
    return statSync(input);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      throw new GatetrailError(
        'usage',
        `there is no file or folder ${input}; expected a file or folder with CloudTrail logs, or - for stdin`,
      );
    throw new GatetrailError('usage', `${input} can't be read: ${messageOf(error)}`, error);
  }
}

function realPath(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}

function byName(a: Dirent, b: Dirent): number {
  return compareText(a.name, b.name);
}

/**
 * Reads log files of this machine: small ones at once, which is several times faster than asynchronously, and into one buffer
 * that is used again, so the bytes are valid until the next read. Objects are read one after the other.
 */
export class LogFileSource implements ObjectSource {
  readonly #places: Places;
  #buffer = Buffer.allocUnsafeSlow(2 ** 20);

  constructor(places: Places) {
    this.#places = places;
  }

  read({ key }: ObjectRef): Uint8Array | AsyncIterable<Uint8Array> {
    const path = this.#places.get(key) ?? key;
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size > STREAM_ABOVE) return createReadStream(path, { highWaterMark: 2 ** 20 });
      if (size >= this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(size * 2);
      let length = 0;
      // A file may shrink while it is read; what is there counts.
      for (let read = -1; read !== 0 && length < size; length += read)
        read = readSync(file, this.#buffer, length, size - length, null);
      return this.#buffer.subarray(0, length);
    } finally {
      closeSync(file);
    }
  }
}
