import { plainText } from '../plain-text.ts';

/**
 * Log text as people are shown it: one line, nothing hidden, no gap wide enough to look like a line break, no pile of accents over its
 * neighbours, at most `limit` characters (UTF-16 units, as Slack counts) with `…` at the end of what was cut.
 */
export function shown(text: string, limit: number): string {
  const line = plainText(text.slice(0, limit * 4).toWellFormed())
    .replace(/[\p{Zs}\u3164\u2800\u115f\u1160\uffa0]{2,}/gu, ' ')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
  return cut(line, limit);
}

/** The beginning of a text, never half a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * A text as lines of at most `width` characters: the first begins with `first`, the others with `indent`, so that log text never begins a
 * line as ours do. A word longer than a line is broken.
 */
export function wrapped(first: string, text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ').flatMap((long) => pieces(long, width - indent.length))) {
    if (isEmpty || line.length + 1 + word.length <= width) line += isEmpty ? word : ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

function pieces(word: string, length: number): string[] {
  if (word.length <= length) return [word];
  const parts: string[] = [''];
  for (const character of word) {
    const last = parts.at(-1) ?? '';
    if (last.length + character.length > length) parts.push(character);
    else parts[parts.length - 1] = last + character;
  }
  return parts;
}
