import { type Assertion, type Flags, type Node, RegexProblem, withFlags } from './node.ts';
import { atTextEnd, PLACES } from './places.ts';
import { charNode, classAt, escaped, setOf } from './sets.ts';

/** No sensible expression nests deeper; the parser's own stack is finite. */
const DEEPEST = 100;
const MOST_REPEATS = 1000;

/** Reads an expression of Sigma's flavour: PCRE without look-around, back references and whatever else needs to try again. */
export function parseRegex(source: string, flags: Flags): Node {
  const parser = new Parser(source);
  const node = parser.choice(flags, 0);
  if (!parser.atEnd) throw new RegexProblem('a ) closes nothing');
  return node;
}

class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get atEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  choice(flags: Flags, depth: number): Node {
    if (depth > DEEPEST) throw new RegexProblem(`is nested deeper than ${DEEPEST}`);
    const nodes: Node[] = [];
    // Flags that are set inside, as in `a(?i)b|c`, hold to the end of the group, the other choices included.
    let inside = flags;
    do {
      const row: Node[] = [];
      while (!this.atEnd && !/[|)]/.test(this.#peek())) {
        const changed = this.#flagsAlone(inside);
        if (changed === undefined) row.push(this.#repeated(this.#atom(inside, depth)));
        else inside = changed;
      }
      nodes.push({ kind: 'row', nodes: row });
    } while (this.#take('|'));
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: 'choice', nodes };
  }

  #atom(flags: Flags, depth: number): Node {
    const char = this.#peek();
    this.#at += 1;
    if (char === '(') return this.#group(flags, depth);
    if (char === '\\') return this.#escape(flags);
    if (char === '.') return { kind: 'unit', test: flags.s ? () => true : (unit) => unit !== 10 };
    if (char === '^')
      return assert(flags.m ? (text, at) => at === 0 || text.charAt(at - 1) === '\n' : (_text, at) => at === 0);
    if (char === '$') return assert(flags.m ? (text, at) => at === text.length || text.charAt(at) === '\n' : atTextEnd);
    if (char === '[') {
      const { node, end } = classAt(this.#source, this.#at, flags);
      this.#at = end;
      return node;
    }
    if (/[*+?]/.test(char)) throw new RegexProblem(`there is nothing before the ${char} at character ${this.#at}`);
    return charNode(char, flags);
  }

  #group(flags: Flags, depth: number): Node {
    const opening = /^(?:\?(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|[ims]*(?:-[ims]+)?:))?/.exec(this.#rest())?.[0] ?? '';
    if (opening === '' && this.#peek() === '?')
      throw new RegexProblem(
        `(${this.#rest().slice(0, 3)}: only groups are part of Sigma's regular expressions, no look-around or the like`,
      );
    this.#at += opening.length;
    const node = this.choice(opening.endsWith(':') ? withFlags(flags, opening) : flags, depth + 1);
    if (!this.#take(')')) throw new RegexProblem('a ( is not closed');
    return node;
  }

  /** `(?i)` and the like. */
  #flagsAlone(flags: Flags): Flags | undefined {
    const alone = /^\(\?[ims]*(?:-[ims]+)?\)/.exec(this.#rest())?.[0];
    if (alone === undefined) return undefined;
    this.#at += alone.length;
    return withFlags(flags, alone);
  }

  #escape(flags: Flags): Node {
    const letter = this.#peek();
    const set = setOf(letter);
    const special = set === undefined ? PLACES[letter] : undefined;
    if (set !== undefined || special !== undefined) this.#at += 1;
    if (set !== undefined) return { kind: 'unit', test: set };
    if (special !== undefined) return assert(special);
    if (letter === 'Q') return this.#quoted(flags);
    const { char, length } = escaped(this.#rest());
    this.#at += length;
    return charNode(char, flags);
  }

  #quoted(flags: Flags): Node {
    const end = this.#source.indexOf('\\E', this.#at);
    const quoted = this.#source.slice(this.#at + 1, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#source.length : end + 2;
    return { kind: 'row', nodes: quoted.split('').map((char) => charNode(char, flags)) };
  }

  #repeated(node: Node): Node {
    const written = /^(?:[*+?]|\{\d{1,5}(?:,\d{0,5})?\})/.exec(this.#rest())?.[0];
    if (written === undefined) return node;
    if (node.kind === 'assert') throw new RegexProblem(`${written} repeats a place, not a character`);
    this.#at += written.length;
    // Whether it takes as little as it can doesn't change whether there is a match.
    if (!this.#take('?') && this.#peek() === '+')
      throw new RegexProblem(`${written}+ is not part of Sigma's regular expressions`);
    if (/^[*+?]|^\{\d+(?:,\d*)?\}/.test(this.#rest())) throw new RegexProblem(`${written} is repeated itself`);
    const [least = 0, most = least] = written.startsWith('{')
      ? written
          .slice(1, -1)
          .split(',')
          .map((number) => (number === '' ? Number.POSITIVE_INFINITY : Number(number)))
      : (SHORT[written] ?? []);
    if (most < least) throw new RegexProblem(`${written} ends before it begins`);
    if (least > MOST_REPEATS || (Number.isFinite(most) && most > MOST_REPEATS))
      throw new RegexProblem(`${written} repeats more than ${MOST_REPEATS} times`);
    return { kind: 'repeat', node, least, most };
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #rest(): string {
    return this.#source.slice(this.#at, this.#at + 80);
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }
}

const SHORT: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};

function assert(holds: Assertion): Node {
  return { kind: 'assert', holds };
}
