import type { Assertion } from './node.ts';
import { isWord } from './sets.ts';

const atWordEdge: Assertion = (text, at) => isWordAt(text, at - 1) !== isWordAt(text, at);

/** `$` also stands before a line end that ends the text. */
export const atTextEnd: Assertion = (text, at) =>
  at === text.length || (at === text.length - 1 && text.charAt(at) === '\n');

/** What a letter behind a backslash says of a place. */
export const PLACES: Readonly<Partial<Record<string, Assertion>>> = {
  b: atWordEdge,
  B: (text, at) => !atWordEdge(text, at),
  A: (_text, at) => at === 0,
  z: (text, at) => at === text.length,
  Z: atTextEnd,
};

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWord(text.charCodeAt(at));
}
