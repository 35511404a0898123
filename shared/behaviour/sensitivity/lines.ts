/**
 * The actions of a table whose lines read `event source: Operation Operation ...`, as `source:Operation`. A source may
 * stand in several lines.
 */
export function actionsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [source = '', names = ''] = line.split(': ');
    return names.split(' ').map((name) => `${source}:${name}`);
  });
}
