import type { ObjectRef, ObjectSource } from '../../pipeline/ports.ts';

/** Objects that are asked for before their turn: a replay reads one after the other, and each takes S3 tens of milliseconds. */
const AHEAD = 16;
/** Larger ones wait for their turn, so that memory stays bounded. */
const SMALL = 4 * 2 ** 20;

type Content = Uint8Array | AsyncIterable<Uint8Array>;

/** Reads a list of objects in its order, the next ones already under way. What is read out of order is read as it comes. */
export class ReadAhead implements ObjectSource {
  readonly #source: ObjectSource;
  readonly #objects: readonly (ObjectRef & { readonly size: number })[];
  readonly #positions: ReadonlyMap<string, number>;
  #begun = new Map<number, Promise<Content>>();

  constructor(source: ObjectSource, objects: readonly (ObjectRef & { readonly size: number })[]) {
    this.#source = source;
    this.#objects = objects;
    this.#positions = new Map(objects.map(({ key }, position) => [key, position]));
  }

  read(ref: ObjectRef): Content | Promise<Content> {
    const at = this.#positions.get(ref.key);
    if (at === undefined) return this.#source.read(ref);
    const begun = new Map<number, Promise<Content>>();
    for (let next = at; next < Math.min(at + AHEAD, this.#objects.length); next++) {
      const object = this.#objects[next];
      const reading = this.#begun.get(next);
      if (reading !== undefined) begun.set(next, reading);
      else if (object !== undefined && (next === at || object.size <= SMALL)) begun.set(next, this.#begin(object));
    }
    const own = begun.get(at) ?? this.#source.read(ref);
    begun.delete(at);
    this.#begun = begun;
    return own;
  }

  #begin(ref: ObjectRef): Promise<Content> {
    const reading = Promise.resolve(this.#source.read(ref));
    // Its turn may never come; when it does, the failure is told then.
    reading.catch(() => {});
    return reading;
  }
}
