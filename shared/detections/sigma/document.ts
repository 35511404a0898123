import { type Path, Place } from './place.ts';

/** One YAML document of a rules folder, already read. */
export interface SigmaSource {
  /** As messages name it; a rule's id comes from its last part. */
  readonly file: string;
  /** Which document of its file, from 0, and how many there are. */
  readonly index: number;
  readonly of: number;
  readonly value: unknown;
  /** The line, from 1, of the deepest part of a path that the document holds. */
  readonly lineOf: (path: Path) => number;
}

export type Keys = Readonly<Record<string, unknown>>;

/** A document that says something: what it holds, and where. */
export interface SigmaDocument {
  readonly source: SigmaSource;
  readonly keys: Keys;
  readonly place: Place;
}

/**
 * The documents of one file, in order, without the empty ones. Those that set `action` (collections of Sigma 1) are worked in:
 * `global` is merged into all that follow, `reset` forgets it, `repeat` is the document before with these changes.
 */
export function documentsOf(sources: readonly SigmaSource[]): SigmaDocument[] {
  const documents: SigmaDocument[] = [];
  let global: Keys = {};
  let previous: Keys = {};
  for (const source of sources) {
    if (source.value === null || source.value === undefined) continue;
    const place = new Place(source.file, source.lineOf);
    if (!isMap(source.value)) throw place.problem('expected a Sigma rule: keys such as title, logsource and detection');
    const { action, ...keys } = source.value;
    if (action === 'global') global = merged(global, keys);
    else if (action === 'reset') global = {};
    else if (action === undefined || action === 'repeat' || action === 'correlation') {
      previous = merged(action === 'repeat' ? previous : global, keys);
      documents.push({ source, keys: previous, place });
    } else throw place.at('action').problem(`${String(action)}: expected global, reset or repeat`);
  }
  return documents;
}

export function isMap(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The second over the first, map by map. */
function merged(below: Keys, above: Keys): Keys {
  const both: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const known = Object.hasOwn(below, key) ? below[key] : undefined;
    both[key] = isMap(known) && isMap(value) ? merged(known, value) : value;
  }
  return both;
}

/** A text that a key must hold. */
export function textAt(keys: Keys, key: string, place: Place): string {
  const value = keys[key];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw place.at(key).problem(value === undefined ? 'is missing' : 'expected a text');
}

/** The texts of a key that may hold one, several or none; what is no text is passed over. */
export function textsAt(keys: Keys, key: string): string[] {
  const value = keys[key];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) =>
    (typeof one === 'string' || typeof one === 'number') && String(one).trim() !== '' ? [String(one).trim()] : [],
  );
}
