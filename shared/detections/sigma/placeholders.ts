import type { Keywords } from './keywords.ts';
import type { Place } from './place.ts';

/** What `%name%` stands for in a rules folder. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/** What the rules of a folder share. */
export interface Shared {
  readonly placeholders: Placeholders;
  readonly keywords: Keywords;
}

const MOST_VALUES = 10_000;
const NAMED = /(?<!\\)%([^%\\]+)(?<!\\)%/;

/** The value with its placeholders replaced: one value for every way to do so. Throws when one is not known. */
export function expanded(value: unknown, place: Place, placeholders: Placeholders): unknown[] {
  if (typeof value !== 'string') return [value];
  const found = NAMED.exec(value);
  if (found === null) return [value.replaceAll('\\%', '%')];
  const [written, name = ''] = found;
  const values = placeholders.get(name);
  if (values === undefined)
    throw place.problem(
      `nobody says what %${name}% stands for; a file of the rules folder may: "placeholders:" with "${name}: [value, …]" below it`,
    );
  const before = value.slice(0, found.index);
  const behind = expanded(value.slice(found.index + written.length), place, placeholders);
  const all = values.flatMap((one) => behind.map((rest) => `${before.replaceAll('\\%', '%')}${one}${String(rest)}`));
  if (all.length > MOST_VALUES)
    throw place.problem(`%${name}% and the others stand for more than ${MOST_VALUES} values`);
  return all;
}

/** A document with nothing but `placeholders:`, whose keys are names and whose values are what they stand for. */
export function placeholdersOf(
  document: Readonly<Record<string, unknown>>,
  place: Place,
): Map<string, readonly string[]> {
  const names = document['placeholders'];
  if (typeof names !== 'object' || names === null || Array.isArray(names))
    throw place.at('placeholders').problem('expected names with what they stand for');
  return new Map(
    Object.entries(names).map(([name, value]) => {
      const values: unknown[] = Array.isArray(value) ? value : [value];
      const texts = values.filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
      if (texts.length === 0 || texts.length < values.length)
        throw place.at('placeholders', name).problem('expected a text or a list of texts');
      return [name, texts];
    }),
  );
}
