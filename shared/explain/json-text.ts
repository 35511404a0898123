/** Control and format characters that JSON leaves as they are: they move a terminal's cursor, or turn text around. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** Longest text of a record that is shown whole. */
const MOST_TEXT = 600;

/** JSON on one line in which nothing is invisible, and which is still the same value. */
export function safeJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(HIDDEN, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/**
 * JSON for people: what fits stands on one line, the rest is opened up. Long texts go on in the next line, and are cut after
 * MOST_TEXT characters, so it is to be read and not to be parsed.
 */
export function jsonLines(value: unknown, width: number, indent = ''): string[] {
  return linesOf(value, width, indent, '', '');
}

function linesOf(value: unknown, width: number, indent: string, label: string, end: string): string[] {
  const head = `${indent}${label}`;
  const whole = safeJson(value);
  if (head.length + whole.length + end.length <= width) return [`${head}${whole}${end}`];
  if (typeof value !== 'object' || value === null) return broken(shortText(value, whole), width, head, end);
  const isList = Array.isArray(value);
  const parts: [string, unknown][] = isList
    ? value.map((one) => ['', one])
    : Object.entries(value).map(([key, one]) => [`${safeJson(key)}: `, one]);
  return [
    `${head}${isList ? '[' : '{'}`,
    ...parts.flatMap(([name, one], at) => linesOf(one, width, `${indent}  `, name, at === parts.length - 1 ? '' : ',')),
    `${indent}${isList ? ']' : '}'}${end}`,
  ];
}

function shortText(value: unknown, whole: string): string {
  if (typeof value !== 'string' || value.length <= MOST_TEXT) return whole;
  return `${safeJson(value.slice(0, MOST_TEXT))} … ${value.length - MOST_TEXT} more characters`;
}

function broken(text: string, width: number, head: string, end: string): string[] {
  const indent = ' '.repeat(Math.min(head.length, 24));
  const lines: string[] = [];
  let left = `${head}${text}${end}`;
  while (left.length > width) {
    lines.push(left.slice(0, width));
    left = indent + left.slice(width);
  }
  return [...lines, left];
}
