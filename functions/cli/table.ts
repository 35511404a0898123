import type { Ratio } from '../../shared/evaluate/family.ts';

/** The first column holds names, which may be as long as somebody likes. */
const LONGEST_NAME = 36;

/** Rows of texts as lines: the first column to the left, the others to the right, two spaces between. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const short = rows.map(([name = '', ...cells]) => [shortened(name), ...cells]);
  const widths = (short[0] ?? []).map((_, column) => Math.max(...short.map((row) => row[column]?.length ?? 0)));
  return short.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

/** `1,204/10,000` */
export function ratio({ found, of }: Ratio): string {
  return `${number(found)}/${number(of)}`;
}

export function percent({ found, of }: Ratio): string {
  return of === 0 ? '-' : `${Math.round((found / of) * 100)} %`;
}

/** `5/28 (18 %)` */
export function withPercent(some: Ratio): string {
  return `${ratio(some)} (${percent(some)})`;
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}
