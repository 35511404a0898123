import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Source files by path from the project's root: `shared/state/join.ts`. */
export type Tree = ReadonlyMap<string, string>;

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = /\.(ts|mts|js|mjs)$/;

export function treeOf(...folders: readonly string[]): Tree {
  const files = folders.flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  return new Map(files.filter((file) => SOURCE.test(file)).map((file) => [file, readFileSync(ROOT + file, 'utf8')]));
}

const IMPORTS =
  /^[ \t]*(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]|^[ \t]*import\s*['"]([^'"]+)['"]|\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/gm;

/** What a file imports, types and dynamic imports too: paths from the root, or names of packages. */
export function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(IMPORTS)].map(([, from, bare, called]) => {
    const name = from ?? bare ?? called ?? '';
    return name.startsWith('.') ? new URL(name, `file:///${file}`).pathname.slice(1) : name;
  });
}

/** `shared/state/join.ts` is of the part `state`, `shared/errors.ts` of `errors.ts`, `functions/cli/main.ts` of `functions`. */
export function partOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'shared' ? second : top;
}

/** Files that import each other in a circle, by their way round; empty when there is none. */
export function circlesIn(tree: Tree): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (way.includes(file) || done.has(file)) return;
    for (const next of importsOf(file, tree.get(file) ?? '')) if (tree.has(next)) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of tree.keys()) visit(file, []);
  return circles;
}

/** The code without comments, so that a comment may speak of what the code must not do. */
export function codeOf(text: string): string {
  return text.replace(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '').replace(/\s\/\/ .*$/gm, '');
}
