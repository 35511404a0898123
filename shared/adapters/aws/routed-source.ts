import type { ObjectRef, ObjectSource } from '../../pipeline/ports.ts';

/** Picks the source by how a key begins (`s3://`); the others are read by `otherwise`. */
export class RoutedSource implements ObjectSource {
  readonly #byScheme: ReadonlyMap<string, ObjectSource>;
  readonly #otherwise: ObjectSource;

  constructor(byScheme: ReadonlyMap<string, ObjectSource>, otherwise: ObjectSource) {
    this.#byScheme = byScheme;
    this.#otherwise = otherwise;
  }

  read(ref: ObjectRef): ReturnType<ObjectSource['read']> {
    for (const [scheme, source] of this.#byScheme) if (ref.key.startsWith(scheme)) return source.read(ref);
    return this.#otherwise.read(ref);
  }
}
