import { base64, base64Offsets, type Encoded, utf16, wildcards, windash } from './encode.ts';
import { fieldNamed } from './field.ts';
import type { Change, Modifiers } from './modifiers.ts';
import { literalOf, type Part, partsOf, patternTest } from './pattern.ts';
import type { Place } from './place.ts';
import { RegexProblem } from './regex/node.ts';
import { regexSearch } from './regex/search.ts';
import { cidrTest, compareTest, dateParts } from './scalars.ts';
import type { Found, Text } from './texts.ts';
import type { View } from './view.ts';

/** A value of a rule, ready to be looked for. */
export interface ValueTest {
  readonly test: (found: Found, view: View | undefined) => boolean;
  /** The one text it stands for, in lower case, when case is ignored and nothing else will do. */
  readonly literal?: string | undefined;
  /** A text, in lower case, without which it can't be anywhere in a record. */
  readonly inside?: string | undefined;
}

const NULL: ValueTest = { test: ({ texts }) => texts.length === 0 };

/** What one value of an item asks. `texts`: the value, or what its placeholders stand for. */
export function valueTest(value: unknown, modifiers: Modifiers, place: Place): ValueTest {
  const { kind, time } = modifiers;
  if (kind === 'exists') return existsTest(value, place);
  if (value === null) {
    if (kind === 'text' && time === undefined && modifiers.changes.length === 0) return NULL;
    throw place.problem('null is no text; a field that is null or not there stands alone, without modifiers');
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw place.problem('expected a text, a number, true, false or null, or a list of them');
  if (time !== undefined || (kind !== 'text' && kind !== 're' && kind !== 'cidr' && kind !== 'fieldref'))
    return numberTest(value, modifiers, place);
  const text = String(value);
  if (kind === 're') return regexTest(text, modifiers, place);
  if (kind === 'fieldref') return otherFieldTest(text, modifiers, place);
  if (kind === 'cidr') {
    const test = cidrTest(text);
    if (test === undefined) throw place.problem(`${text}: expected a network such as 192.0.2.0/24 or 2001:db8::/32`);
    return ofTexts(test);
  }
  return textTest(text, modifiers, place);
}

function ofTexts(test: (text: Text) => boolean): ValueTest {
  return {
    test: ({ texts }) => {
      for (let index = 0; index < texts.length; index += 1) if (test(texts[index] as Text)) return true;
      return false;
    },
  };
}

function textTest(value: string, { changes, cased }: Modifiers, place: Place): ValueTest {
  const variants = changes.reduce<readonly Encoded[]>(
    (all, change) => all.flatMap((one) => changed(one, change, place)),
    [{ parts: partsOf(value), bytes: false }],
  );
  const tests = variants.map(({ parts }) => patternTest(parts, cased));
  const [variant] = variants;
  const [test] = tests;
  if (variants.length !== 1 || variant === undefined || test === undefined)
    return ofTexts((text) => tests.some((each) => each(text)));
  const literal = cased ? undefined : literalOf(variant.parts);
  return { ...ofTexts(test), literal: literal?.toLowerCase(), inside: longestIn(variant.parts) };
}

function longestIn(parts: readonly Part[]): string {
  const literals = parts.flatMap((part) => (typeof part === 'string' ? [part.toLowerCase()] : []));
  return literals.reduce((longest, literal) => (literal.length > longest.length ? literal : longest), '');
}

function changed(value: Encoded, change: Change, place: Place): readonly Encoded[] {
  if (change === 'windash') return [windash(value)];
  if (change === 'wide' || change === 'utf16le') return [utf16(value, 'le', false)];
  if (change === 'utf16be') return [utf16(value, 'be', false)];
  if (change === 'utf16') return [utf16(value, 'le', true)];
  if (change === 'base64' || change === 'base64offset') {
    const one = change === 'base64' ? base64(value) : undefined;
    const encoded = change === 'base64' ? one && [one] : base64Offsets(value);
    if (encoded === undefined)
      throw place.problem(`${change}: a text with wildcards can't be encoded; contains goes behind ${change}`);
    return encoded;
  }
  return [wildcards(value, change !== 'startswith', change !== 'endswith')];
}

function regexTest(source: string, { flags, cased, changes }: Modifiers, place: Place): ValueTest {
  const before = changes.includes('startswith') ? '^' : '';
  const behind = changes.includes('endswith') ? '$' : '';
  const whole = before === '' && behind === '' ? source : `${before}(?:${source})${behind}`;
  try {
    const search = regexSearch(whole, { ...flags, i: flags.i && !cased });
    return ofTexts(({ text }) => search(text));
  } catch (error) {
    if (error instanceof RegexProblem) throw place.problem(`the regular expression ${error.message}`);
    throw error;
  }
}

function otherFieldTest(name: string, { changes, cased }: Modifiers, place: Place): ValueTest {
  const parts = partsOf(name);
  const plain = literalOf(parts);
  if (plain === undefined || plain === '')
    throw place.problem('fieldref: expected the name of a field, without wildcards');
  const other = fieldNamed(plain);
  const read = cased ? (text: Text) => text.text : (text: Text) => text.lower;
  const contains = changes.includes('contains');
  const [starts, ends] = [contains || changes.includes('startswith'), contains || changes.includes('endswith')];
  const related = (one: string, another: string): boolean => {
    if (starts && ends) return one.includes(another);
    return starts ? one.startsWith(another) : ends ? one.endsWith(another) : one === another;
  };
  return {
    test: ({ texts }, view) => {
      const others = view?.found(other).texts ?? [];
      return texts.some((text) => others.some((another) => related(read(text), read(another))));
    },
  };
}

function numberTest(value: string | number | boolean, { kind, time }: Modifiers, place: Place): ValueTest {
  const number = typeof value === 'boolean' || value === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) throw place.problem(`${time ?? kind}: expected a number`);
  const holds = compareTest(kind, number);
  if (time === undefined) return ofTexts(({ text }) => text.trim() !== '' && holds(Number(text)));
  return ofTexts(({ text }) => {
    const parts = dateParts(text);
    return parts !== undefined && holds(parts[time]);
  });
}

function existsTest(value: unknown, place: Place): ValueTest {
  const wanted = typeof value === 'string' ? { true: true, false: false }[value.toLowerCase()] : value;
  if (typeof wanted !== 'boolean') throw place.problem('exists: expected true or false');
  return { test: ({ present }) => present === wanted };
}
