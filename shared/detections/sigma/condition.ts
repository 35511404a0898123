import type { Expression } from './expression.ts';
import { partsOf, patternTest } from './pattern.ts';
import type { Place } from './place.ts';
import { Text } from './texts.ts';

/** Conditions that people write are flat; the parser's own stack is finite. */
const DEEPEST = 100;

/**
 * A condition as an expression over search identifiers: `not` binds before `and`, `and` before `or`; `1 of`, `any of`, `all of` and
 * `N of` take names with `*`, or `them` for all that don't begin with an underscore. Throws for whatever else there is.
 */
export function parseCondition(text: string, searches: ReadonlyMap<string, Expression>, place: Place): Expression {
  const parser = new Parser(text.match(/[()]|[^\s()]+/g) ?? [], searches, place);
  return parser.whole();
}

class Parser {
  readonly #words: readonly string[];
  readonly #searches: ReadonlyMap<string, Expression>;
  readonly #place: Place;
  #at = 0;

  constructor(words: readonly string[], searches: ReadonlyMap<string, Expression>, place: Place) {
    this.#words = words;
    this.#searches = searches;
    this.#place = place;
  }

  whole(): Expression {
    if (this.#words.length === 0) throw this.#place.problem('expected a condition');
    const expression = this.#or(0);
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw this.#place.problem(`expected and, or, or the end, not ${rest}`);
    return expression;
  }

  #or(depth: number): Expression {
    if (depth > DEEPEST) throw this.#place.problem(`is nested deeper than ${DEEPEST}`);
    return this.#joined('or', () => this.#joined('and', () => this.#not(depth)));
  }

  #joined(kind: 'and' | 'or', next: () => Expression): Expression {
    const parts = [next()];
    while (this.#takes(kind)) parts.push(next());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind, parts };
  }

  #not(depth: number): Expression {
    let negated = false;
    while (this.#takes('not')) negated = !negated;
    const part = this.#operand(depth);
    return negated ? { kind: 'not', part } : part;
  }

  #operand(depth: number): Expression {
    const word = this.#words[this.#at];
    if (word === undefined || word === ')' || /^(and|or)$/i.test(word))
      throw this.#place.problem(
        `expected the name of a search${word === undefined ? ' at the end' : ` before ${word}`}`,
      );
    this.#at += 1;
    if (word === '(') {
      const inner = this.#or(depth + 1);
      if (!this.#takes(')')) throw this.#place.problem('a ( is not closed');
      return inner;
    }
    if (/^(\d+|any|all)$/i.test(word) && this.#takes('of')) return this.#selected(word.toLowerCase());
    const search = this.#searches.get(word);
    if (search === undefined) throw this.#place.problem(`there is no search ${word}; there are ${this.#names()}`);
    return search;
  }

  #selected(quantity: string): Expression {
    const pattern = this.#words[this.#at] ?? '';
    this.#at += 1;
    const parts = [...this.#searches].filter(([name]) => isSelected(name, pattern)).map(([, search]) => search);
    if (parts.length === 0)
      throw this.#place.problem(`${quantity} of ${pattern}: no search has such a name; there are ${this.#names()}`);
    if (quantity === 'all') return { kind: 'and', parts };
    const least = quantity === 'any' ? 1 : Number(quantity);
    if (least < 1 || least > parts.length)
      throw this.#place.problem(`${quantity} of ${pattern}: there are ${parts.length}`);
    return atLeast(least, parts, this.#place);
  }

  #takes(word: string): boolean {
    if (this.#words[this.#at]?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #names(): string {
    return [...this.#searches.keys()].join(', ') || 'none';
  }
}

function isSelected(name: string, pattern: string): boolean {
  if (pattern.toLowerCase() === 'them') return !name.startsWith('_');
  // By convention a name with an underscore is only meant when it is named.
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  return patternTest(partsOf(pattern), true)(new Text(name));
}

const MOST_CHOICES = 1000;

/** Some of these, written out as all the ways to choose them. */
function atLeast(least: number, parts: readonly Expression[], place: Place): Expression {
  if (least === 1) return { kind: 'or', parts };
  if (least === parts.length) return { kind: 'and', parts };
  const choices = (from: number, missing: number): Expression[][] => {
    if (missing === 0) return [[]];
    const found: Expression[][] = [];
    for (let at = from; at <= parts.length - missing; at += 1)
      for (const rest of choices(at + 1, missing - 1)) {
        found.push([parts[at] as Expression, ...rest]);
        if (found.length > MOST_CHOICES) throw place.problem(`${least} of ${parts.length} searches are too many ways`);
      }
    return found;
  };
  return { kind: 'or', parts: choices(0, least).map((chosen) => ({ kind: 'and', parts: chosen })) };
}
