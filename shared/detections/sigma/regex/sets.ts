import { type Flags, type Node, RegexProblem } from './node.ts';

export type UnitTest = (unit: number) => boolean;
type Range = readonly [first: number, last: number];

const DIGIT: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [...DIGIT, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const BLANK: readonly Range[] = [
  [0x09, 0x09],
  [0x20, 0x20],
];
/** Letters behind a backslash that stand for a set; the capital for all that is not in it. */
const SETS: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, w: WORD, s: SPACE, h: BLANK };
const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  a: '\u0007',
  e: '\u001b',
  0: '\0',
};

export const isWord: UnitTest = (unit) => within(WORD, unit);

function within(ranges: readonly Range[], unit: number): boolean {
  return ranges.some(([first, last]) => unit >= first && unit <= last);
}

/** The set that a letter behind a backslash stands for, if it does. */
export function setOf(letter: string): UnitTest | undefined {
  const ranges = Object.hasOwn(SETS, letter.toLowerCase()) ? SETS[letter.toLowerCase()] : undefined;
  if (ranges === undefined) return undefined;
  return letter === letter.toLowerCase() ? (unit) => within(ranges, unit) : (unit) => !within(ranges, unit);
}

/** One character that an escape stands for, and how many characters of the expression it takes; `rest` is behind the backslash. */
export function escaped(rest: string): { readonly char: string; readonly length: number } {
  const hex = /^(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,4})\}|u([0-9a-fA-F]{4}))/.exec(rest);
  if (hex !== null)
    return { char: String.fromCharCode(Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '0', 16)), length: hex[0].length };
  const char = rest.charAt(0);
  if (char === '') throw new RegexProblem('ends with a backslash');
  const control = Object.hasOwn(CONTROLS, char) && !/^0\d/.test(rest) ? CONTROLS[char] : undefined;
  if (control !== undefined) return { char: control, length: 1 };
  if (/[1-9]/.test(char))
    throw new RegexProblem(`\\${char}: back references are not part of Sigma's regular expressions`);
  if (/[a-zA-Z0-9]/.test(char)) throw new RegexProblem(`\\${char} is not known; a plain ${char} needs no backslash`);
  return { char, length: 1 };
}

/** One character, whatever its case when case is ignored. */
export function charNode(char: string, { i }: Flags): Node {
  const unit = char.charCodeAt(0);
  const others = i
    ? [...new Set([char, char.toLowerCase(), char.toUpperCase()])].filter(({ length }) => length === 1)
    : [];
  if (others.length < 2) return { kind: 'unit', char, test: (other) => other === unit };
  const units = others.map((other) => other.charCodeAt(0));
  return { kind: 'unit', test: (other) => units.includes(other) };
}

/** A class in brackets: the node, and where it ends behind the bracket; `from` is behind the opening one. */
export function classAt(source: string, from: number, flags: Flags): { readonly node: Node; readonly end: number } {
  let at = from;
  const negated = source.charAt(at) === '^';
  if (negated) at += 1;
  const ranges: Range[] = [];
  const sets: UnitTest[] = [];
  for (const start = at; at === start || source.charAt(at) !== ']'; ) {
    if (at >= source.length) throw new RegexProblem('a [ is not closed');
    if (/^\[[:.=]/.test(source.slice(at)))
      throw new RegexProblem("POSIX classes such as [:digit:] are not part of Sigma's regular expressions");
    const first = memberAt(source, at, sets);
    at = first.end;
    if (first.unit === undefined) continue;
    const isRange = source.charAt(at) === '-' && source.charAt(at + 1) !== ']' && at + 1 < source.length;
    const last = isRange ? memberAt(source, at + 1, sets) : first;
    // A set cannot end a range: the dash is a dash then.
    if (last.unit === undefined) ranges.push([first.unit, first.unit], [0x2d, 0x2d]);
    else if (last.unit < first.unit)
      throw new RegexProblem(`the range ${source.slice(first.end - 1, last.end)} is upside down`);
    else ranges.push([first.unit, last.unit]);
    at = last.end;
  }
  const exact: UnitTest = (unit) => within(ranges, unit) || sets.some((set) => set(unit));
  const test = flags.i ? ignoringCase(exact) : exact;
  return { node: { kind: 'unit', test: negated ? (unit) => !test(unit) : test }, end: at + 1 };
}

function memberAt(source: string, at: number, sets: UnitTest[]): { unit: number | undefined; end: number } {
  if (source.charAt(at) !== '\\') return { unit: source.charCodeAt(at), end: at + 1 };
  const letter = source.charAt(at + 1);
  const set = setOf(letter);
  if (set !== undefined) sets.push(set);
  if (set !== undefined) return { unit: undefined, end: at + 2 };
  if (letter === 'b') return { unit: 8, end: at + 2 };
  const { char, length } = escaped(source.slice(at + 1, at + 12));
  return { unit: char.charCodeAt(0), end: at + 1 + length };
}

function ignoringCase(test: UnitTest): UnitTest {
  return (unit) => {
    if (test(unit)) return true;
    const char = String.fromCharCode(unit);
    return [char.toLowerCase(), char.toUpperCase()].some((other) => other.length === 1 && test(other.charCodeAt(0)));
  };
}
