import { GatetrailError } from '../../errors.ts';

/** Keys and list positions from the top of a document. */
export type Path = readonly (string | number)[];

/** Where in a rule's file something stands, so that every complaint can name the line. */
export class Place {
  readonly file: string;
  readonly path: Path;
  readonly #lineOf: (path: Path) => number;

  /** `lineOf` gives the line, from 1, of a path in the document; it is only asked when something is wrong. */
  constructor(file: string, lineOf: (path: Path) => number, path: Path = []) {
    this.file = file;
    this.path = path;
    this.#lineOf = lineOf;
  }

  at(...keys: Path): Place {
    return new Place(this.file, this.#lineOf, [...this.path, ...keys]);
  }

  /** To be thrown: `file:line: key: reason`. */
  problem(reason: string): GatetrailError {
    const key = this.path.length === 0 ? '' : `${this.path.join('.')}: `;
    return new GatetrailError('config', `${this.file}:${this.#lineOf(this.path)}: ${key}${reason}`);
  }
}
