/** Columns that a terminal, a mail and a ticket show without breaking lines. */
export const WIDTH = 100;

/** Text in lines, broken between words; every line but the first begins with spaces as long as `head`, which begins the first. */
export function hanging(head: string, text: string, width = WIDTH): string[] {
  const indent = ' '.repeat(head.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((one, index) => `${index === 0 ? head : indent}${one}`.trimEnd());
}

/** Both ends of a text: ARNs and paths tell the most there. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`;
}

export interface Column {
  /** Numbers stand to the right. */
  readonly right?: boolean;
  /** Cells longer than this are shortened. */
  readonly most?: number;
  /** At least so wide, so that tables below one another stand in line. */
  readonly least?: number;
}

/** Rows of cells in line, two spaces between. */
export function aligned(rows: readonly (readonly string[])[], columns: readonly Column[]): string[] {
  const short = rows.map((row) =>
    columns.map(({ most = Number.POSITIVE_INFINITY }, at) => shortened(row[at] ?? '', most)),
  );
  const widths = columns.map(({ least = 0 }, at) => Math.max(least, ...short.map((row) => row[at]?.length ?? 0)));
  return short.map((row) =>
    row
      .map((cell, at) => (columns[at]?.right ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Paragraphs with an empty line between; empty ones fall out. */
export function paragraphs(parts: readonly (readonly string[])[]): string[] {
  const there = parts.filter((lines) => lines.length > 0);
  return there.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}
