import type { Field } from './field.ts';
import type { Keywords } from './keywords.ts';
import { type Found, foundOf, type Text } from './texts.ts';
import { isRedacted, type View } from './view.ts';

/** What a rule asks of an event. */
export type Expression =
  | { readonly kind: 'and'; readonly parts: readonly Expression[] }
  | { readonly kind: 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | Atom;

/** One field, or all texts of the record for a keyword, and what is expected there. */
export interface Atom {
  readonly kind: 'atom';
  /** undefined: a keyword. */
  readonly field: Field | undefined;
  readonly test: (found: Found, view: View | undefined) => boolean;
  /** Only these texts pass, in lower case, when that can be said. */
  readonly literals?: ReadonlySet<string> | undefined;
  /** Of keywords: whether they can be in a record at all, asked of all its texts in one; and those of the whole folder. */
  readonly everywhere?: { readonly test: (text: Text) => boolean; readonly keywords: Keywords } | undefined;
  /** It compares with another field of the event. */
  readonly asksOther?: true | undefined;
}

export function holds(expression: Expression, view: View): boolean {
  return questionOf(expression)(view);
}

/** The expression as code: asked about many events. What is cheap to ask, and most often says no, is asked first. */
export function questionOf(expression: Expression): (view: View) => boolean {
  if (expression.kind === 'not') {
    const part = questionOf(expression.part);
    return (view) => !part(view);
  }
  if (expression.kind === 'atom') {
    const { field, test, everywhere } = expression;
    if (field !== undefined) return (view) => test(view.found(field), view);
    return (view) =>
      everywhere?.test(view.everything) !== false &&
      test({ present: true, texts: view.leaves.map(({ text }) => text) }, view);
  }
  const decisive = expression.kind === 'or';
  const parts = expression.parts
    .map((part) => ({ question: questionOf(part), price: priceOf(part) }))
    .sort((a, b) => a.price - b.price)
    .map(({ question }) => question);
  return (view) => {
    for (let index = 0; index < parts.length; index += 1) if (parts[index]?.(view) === decisive) return decisive;
    return !decisive;
  };
}

/** The operation was looked at before the rule is asked: it says no least often. */
function priceOf(expression: Expression): number {
  if (expression.kind === 'not') return priceOf(expression.part);
  if (expression.kind !== 'atom') return Math.max(...expression.parts.map(priceOf));
  const { field } = expression;
  if (field === undefined) return 3;
  if (field.name === 'eventSource' || field.name === 'eventName') return 2;
  return isRedacted(field.parts[0] ?? '') ? 1 : 0;
}

/** Whether it holds for every call of an operation (true), for none (false), or depends on the rest of the record (undefined). */
export function holdsForOperation(expression: Expression, operation: ReadonlyMap<string, Found>): boolean | undefined {
  if (expression.kind === 'not') {
    const part = holdsForOperation(expression.part, operation);
    return part === undefined ? undefined : !part;
  }
  if (expression.kind === 'atom') {
    const found = operation.get(expression.field?.name ?? '');
    return found === undefined || expression.asksOther ? undefined : expression.test(found, undefined);
  }
  const decisive = expression.kind === 'or';
  let open = false;
  for (const part of expression.parts) {
    const holdsHere = holdsForOperation(part, operation);
    if (holdsHere === decisive) return decisive;
    open ||= holdsHere === undefined;
  }
  return open ? undefined : !decisive;
}

/** What `holdsForOperation` wants to know of an operation. */
export function operationOf(eventSource: string, eventName: string): ReadonlyMap<string, Found> {
  return new Map([
    ['eventSource', foundOf([eventSource])],
    ['eventName', foundOf([eventName])],
  ]);
}

/** The atoms that made it hold: all of an `and`, the first of an `or`, none below a `not`. */
export function witnesses(expression: Expression, view: View): Atom[] {
  if (expression.kind === 'and') return expression.parts.flatMap((part) => witnesses(part, view));
  if (expression.kind === 'atom') return [expression];
  if (expression.kind === 'not') return [];
  const part = expression.parts.find((each) => holds(each, view));
  return part === undefined ? [] : witnesses(part, view);
}

/** One value that an atom is content with, for a person: `userAgent is Boto3/1.9`. */
export function witnessText(atom: Atom, view: View): string {
  const { field } = atom;
  if (field === undefined) {
    const leaf = view.leaves.find(({ text }) => atom.test({ present: true, texts: [text] }, view)) ?? view.leaves[0];
    return `${leaf?.path ?? 'the record'} is ${short(leaf?.text.text ?? '')}`;
  }
  const text = view.found(field).texts.find((each) => atom.test({ present: true, texts: [each] }, view));
  return fieldText(field, view, text);
}

/** `userAgent is Boto3/1.9`: one of its values, or that there is none. */
export function fieldText(field: Field, view: View, text = view.found(field).texts[0]): string {
  if (text !== undefined) return `${field.name} is ${short(text.text)}`;
  return view.found(field).present ? `${field.name} is null` : `${field.name} is not there`;
}

const SHOWN = 120;

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'empty';
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}
