import { DEEPEST } from './field.ts';

/** A value of a record as rules compare it. */
export class Text {
  readonly text: string;
  #lower: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get lower(): string {
    this.#lower ??= this.text.toLowerCase();
    return this.#lower;
  }
}

/** What a record holds under a name. */
export interface Found {
  /** The field is there, whatever it holds. */
  readonly present: boolean;
  /** None when it is absent, null or an empty list. An object is its JSON text, and each of the texts in it. */
  readonly texts: readonly Text[];
}

/** Stands between texts that are looked through as one; no rule's text holds it. */
export const BETWEEN = '\u0000';

export const ABSENT: Found = { present: false, texts: [] };

/** A text somewhere in the record, with its path. */
export interface Leaf {
  readonly path: string;
  readonly text: Text;
}

let lastText: string | undefined;
let lastFound = ABSENT;

/** What these values are to a rule. Many rules ask about one text in turn: it is lower-cased once. */
export function foundOf(values: readonly unknown[]): Found {
  if (values.length === 0) return ABSENT;
  const [only] = values;
  return values.length === 1 && typeof only === 'string'
    ? foundText(only)
    : { present: true, texts: values.flatMap((value) => textsOf(value)) };
}

export function foundText(text: string): Found {
  if (text === lastText) return lastFound;
  lastText = text;
  lastFound = { present: true, texts: [new Text(text)] };
  return lastFound;
}

function textsOf(value: unknown): Text[] {
  const scalar = scalarText(value);
  if (scalar !== undefined) return [new Text(scalar)];
  if (value === null || value === undefined) return [];
  const leaves = leavesOf(value, '').map(({ text }) => text);
  if (Array.isArray(value) && value.every((element) => typeof element !== 'object')) return leaves;
  return [new Text(jsonOf(value)), ...leaves];
}

/** The texts of a value, each with its path. */
export function leavesOf(value: unknown, path: string, depth = 0): Leaf[] {
  const scalar = scalarText(value);
  if (scalar !== undefined) return [{ path, text: new Text(scalar) }];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((element) => leavesOf(element, path, depth + 1));
  return Object.keys(value).flatMap((key) =>
    leavesOf((value as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`, depth + 1),
  );
}

/** Adds all texts of a value: done for every event as soon as one rule has keywords. */
export function gatherTexts(value: unknown, texts: string[], depth = 0): void {
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
  else if (Array.isArray(value) && depth <= DEEPEST)
    for (const element of value) gatherTexts(element, texts, depth + 1);
  else if (typeof value === 'object' && value !== null && depth <= DEEPEST)
    for (const key in value) gatherTexts((value as Record<string, unknown>)[key], texts, depth + 1);
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested beyond what the stack holds: no CloudTrail record is.
    return '';
  }
}
