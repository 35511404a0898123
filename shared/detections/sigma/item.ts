import type { Atom, Expression } from './expression.ts';
import { fieldNamed } from './field.ts';
import type { Keywords } from './keywords.ts';
import { type Modifiers, readKey } from './modifiers.ts';
import type { Place } from './place.ts';
import { expanded, type Shared } from './placeholders.ts';
import type { Found, Text } from './texts.ts';
import { type ValueTest, valueTest } from './values.ts';
import type { View } from './view.ts';

/** One search identifier: a map (all of it), a list of maps (any of them), or keywords (any of them). */
export function searchOf(definition: unknown, place: Place, shared: Shared): Expression {
  if (Array.isArray(definition)) {
    if (definition.length === 0) throw place.problem('expected at least one value or map');
    if (definition.every(isScalar)) return itemOf('', definition, place, shared);
    const parts = definition.map((each, index) => searchOf(each, place.at(index), shared));
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts };
  }
  if (typeof definition === 'object' && definition !== null) {
    const parts = Object.entries(definition).map(([key, value]) => itemOf(key, value, place.at(key), shared));
    if (parts.length === 0) throw place.problem('expected at least one field');
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts };
  }
  if (definition === null || definition === undefined) throw place.problem('expected fields or keywords');
  return itemOf('', [definition], place, shared);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** A field with its values, or keywords when it has no name. */
function itemOf(key: string, value: unknown, place: Place, shared: Shared): Expression {
  const { field, modifiers } = readKey(key, place);
  const written: readonly unknown[] = Array.isArray(value) ? value : [value];
  const values = modifiers.expand ? written.flatMap((one) => expanded(one, place, shared.placeholders)) : written;
  // An empty list is nothing, as null is.
  const asked = values.length === 0 && modifiers.kind === 'text' ? [null] : values;
  if (asked.length === 0) throw place.problem('expected at least one value');
  if (field === undefined && asked.includes(null)) throw place.problem('null is no keyword; it needs a field');
  const tests = asked.map((one, index) => {
    const where = Array.isArray(value) && values === written ? place.at(index) : place;
    return valueTest(one, field === undefined ? anywhere(modifiers) : modifiers, where);
  });
  const atom: Atom = {
    kind: 'atom',
    field: field === undefined ? undefined : fieldNamed(field),
    test: modifiers.all ? allOf(tests) : anyOf(tests),
    literals: modifiers.all ? undefined : literalsOf(tests),
    everywhere: field === undefined ? everywhereOf(tests, modifiers.all, shared.keywords) : undefined,
    asksOther: modifiers.kind === 'fieldref' ? true : undefined,
  };
  return modifiers.neq ? { kind: 'not', part: atom } : atom;
}

/** A keyword is looked for inside of texts. */
function anywhere(modifiers: Modifiers): Modifiers {
  const { kind, changes } = modifiers;
  const placed = changes.some((change) => change === 'contains' || change === 'startswith' || change === 'endswith');
  return kind !== 'text' || placed ? modifiers : { ...modifiers, changes: [...changes, 'contains'] };
}

type Test = (found: Found, view: View | undefined) => boolean;

function allOf(tests: readonly ValueTest[]): Test {
  return (found, view) => tests.every(({ test }) => test(found, view));
}

function anyOf(tests: readonly ValueTest[]): Test {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only.test;
  const literals = literalsOf(tests);
  if (literals !== undefined) return ({ texts }) => texts.some(({ lower }) => literals.has(lower));
  return (found, view) => tests.some(({ test }) => test(found, view));
}

/** Whether keywords can be in a record at all, asked of all its texts in one. */
function everywhereOf(tests: readonly ValueTest[], all: boolean, keywords: Keywords): Atom['everywhere'] {
  const insides = tests.map(({ inside }) => inside);
  if (!insides.every((inside) => inside !== undefined && inside !== '')) return undefined;
  const texts = insides.flatMap((inside) => inside ?? []);
  keywords.add(texts);
  const test = ({ lower }: Text): boolean =>
    all ? texts.every((text) => lower.includes(text)) : texts.some((text) => lower.includes(text));
  return { test, keywords };
}

function literalsOf(tests: readonly ValueTest[]): ReadonlySet<string> | undefined {
  const literals = tests.map(({ literal }) => literal);
  return literals.every((literal) => literal !== undefined) ? new Set(literals) : undefined;
}
