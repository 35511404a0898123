import type { Text } from './texts.ts';

/** `*`: any text. */
export const MANY = Symbol('many');
/** `?`: any one character. */
const ONE = Symbol('one');
/** What `windash` makes of a dash that begins an option: any of the five. */
export const DASH = Symbol('dash');
export type Part = string | typeof MANY | typeof ONE | typeof DASH;

export const DASHES = '-/\u2013\u2014\u2015';

/** A Sigma text as its parts. `\*`, `\?` and `\\` stand for the character itself, any other backslash for a backslash. */
export function partsOf(value: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  const flush = (special?: Part): void => {
    if (literal !== '') parts.push(literal);
    literal = '';
    if (special !== undefined) parts.push(special);
  };
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at);
    const next = value.charAt(at + 1);
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (char === '*') flush(MANY);
    else if (char === '?') flush(ONE);
    else literal += char;
  }
  flush();
  return parts;
}

/** The text that parts stand for, when they stand for one only. */
export function literalOf(parts: readonly Part[]): string | undefined {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

export type TextTest = (text: Text) => boolean;

/** A test whether a whole text is what the parts say. Linear in the text, whatever the pattern. */
export function patternTest(parts: readonly Part[], cased: boolean): TextTest {
  const units = cased ? parts : parts.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
  const simple = simpleTest(units, cased);
  if (simple !== undefined) return simple;
  const segments = segmentsOf(units);
  return cased ? ({ text }) => fits(text, segments) : ({ lower }) => fits(lower, segments);
}

/** The shapes that nearly all patterns have; asked for every event, so nothing stands between the text and its test. */
function simpleTest(parts: readonly Part[], cased: boolean): TextTest | undefined {
  const literal = literalOf(parts);
  if (literal !== undefined) return cased ? ({ text }) => text === literal : ({ lower }) => lower === literal;
  const inner = literalOf(parts.filter((part) => part !== MANY));
  if (inner === undefined) return undefined;
  if (parts.length === 1) return () => true;
  const [first, last] = [parts[0] === MANY, parts.at(-1) === MANY];
  if (parts.length === 3 && first && last)
    return cased ? ({ text }) => text.includes(inner) : ({ lower }) => lower.includes(inner);
  if (parts.length !== 2) return undefined;
  if (last) return cased ? ({ text }) => text.startsWith(inner) : ({ lower }) => lower.startsWith(inner);
  return cased ? ({ text }) => text.endsWith(inner) : ({ lower }) => lower.endsWith(inner);
}

/** What stands between two `*`: a text, or single characters among which are wildcards of one. */
interface Segment {
  readonly length: number;
  readonly text: string | undefined;
  readonly units: readonly Part[];
}

function segmentsOf(parts: readonly Part[]): readonly Segment[] {
  const segments: Part[][] = [[]];
  const unitsOf = (part: Part): readonly Part[] => (typeof part === 'string' ? part.split('') : [part]);
  for (const part of parts)
    if (part === MANY) segments.push([]);
    else for (const unit of unitsOf(part)) segments.at(-1)?.push(unit);
  return segments.map((units) => ({ length: units.length, text: literalOf(units), units }));
}

const EMPTY: Segment = { length: 0, text: '', units: [] };

/** The first segment stands at the beginning, the last at the end, each of the others where it is found first. */
function fits(text: string, segments: readonly Segment[]): boolean {
  const first = segments[0] ?? EMPTY;
  const last = segments.at(-1) ?? EMPTY;
  if (segments.length === 1) return text.length === first.length && standsAt(text, 0, first);
  if (!standsAt(text, 0, first)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (let index = 1; index < segments.length - 1; index += 1) {
    const segment = segments[index] ?? EMPTY;
    const at = placeOf(text, from, segment);
    if (at === -1) return false;
    from = at + segment.length;
  }
  return end >= from && standsAt(text, end, last);
}

/** Where a segment is found first; -1 when it isn't. */
function placeOf(text: string, from: number, segment: Segment): number {
  if (segment.text !== undefined) return text.indexOf(segment.text, from);
  for (let at = from; at + segment.length <= text.length; at += 1) if (standsAt(text, at, segment)) return at;
  return -1;
}

function standsAt(text: string, from: number, { length, text: literal, units }: Segment): boolean {
  if (from + length > text.length) return false;
  if (literal !== undefined) return text.startsWith(literal, from);
  for (let offset = 0; offset < length; offset += 1) {
    const unit = units[offset];
    const char = text.charAt(from + offset);
    if (unit === DASH ? !DASHES.includes(char) : unit !== ONE && unit !== char) return false;
  }
  return true;
}
