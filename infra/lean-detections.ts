import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { parseSync } from 'oxc-parser';
import { GatetrailError } from '../shared/errors.ts';

/** Detections that ship. What compiles Sigma rules speaks of examples too, and has none. */
const SHIPPED = /[\\/]shared[\\/]detections[\\/].*\.ts$/;
const SIGMA = /[\\/]detections[\\/]sigma[\\/]/;
/** What an alert says, and nothing else asks for: half of the code of the detections. */
const PROSE = ['why', 'benign', 'runbook'];
const PROSE_MODULE = 'gatetrail:prose';

/** Texts of detections by a key of their content: what `prose.json` beside a bundle holds. */
export type Prose = Map<string, string | readonly string[]>;

/** Read when the first alert is written, not at a cold start. */
export const PROSE_SOURCE = `
import { readFileSync } from 'node:fs';
let texts;
export function prose(key) {
  texts ??= JSON.parse(readFileSync(new URL('prose.json', import.meta.url), 'utf8'));
  return texts[key];
}
`;

/** Detections without their examples, which run as tests, and with their prose in a file of its own. */
export function leanDetections(prose: Prose): Plugin {
  return {
    name: 'lean-detections',
    setup({ onLoad }) {
      onLoad({ filter: SHIPPED }, ({ path }) =>
        SIGMA.test(path) ? undefined : { contents: lean(readFileSync(path, 'utf8'), path, prose), loader: 'ts' },
      );
    },
  };
}

/** Code in place of what stands between two offsets of a text. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly code: string;
}

/**
 * The code of a detection without `examples`, and with a getter for each text of PROSE that is plain. What only the examples used is
 * then unused, and esbuild drops it.
 */
export function lean(code: string, file: string, prose: Prose): string {
  const { program, errors } = parseSync(file, code);
  if (errors[0] !== undefined) throw new GatetrailError('bug', `${file}: ${errors[0].message}`);
  const changes = changesIn(program, prose);
  let changed = code;
  for (const { start, end, code: instead } of changes.toReversed()) {
    const after = changed.slice(end);
    changed = `${changed.slice(0, start)}${instead}${instead === '' ? after.replace(/^\s*,/, '') : after}`;
  }
  return changes.some(({ code: instead }) => instead !== '')
    ? `import { prose } from '${PROSE_MODULE}';\n${changed}`
    : changed;
}

interface Node {
  readonly type?: string;
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly name?: string };
  readonly value?: unknown;
  readonly elements?: readonly unknown[];
}

/** In order of the text. */
function changesIn(found: unknown, prose: Prose): Change[] {
  if (typeof found !== 'object' || found === null) return [];
  const node = found as Node;
  const name = node.type === 'Property' ? node.key?.name : undefined;
  if (name === 'examples' && isExamples(node.value)) return [{ start: node.start, end: node.end, code: '' }];
  if (name !== undefined && PROSE.includes(name)) {
    const text = plainText(node.value);
    if (text !== undefined)
      return [{ start: node.start, end: node.end, code: `get ${name}() { return prose('${keyOf(text, prose)}'); }` }];
  }
  return Object.values(found).flatMap((part) => changesIn(part, prose));
}

function isExamples(value: unknown): boolean {
  const { type } = value as Node;
  return type === 'ArrowFunctionExpression' || type === 'Identifier';
}

/** A string, or an array of strings, written out; undefined for what is worked out. */
function plainText(value: unknown): string | readonly string[] | undefined {
  const { type, value: literal, elements = [] } = value as Node;
  if (type === 'Literal') return typeof literal === 'string' ? literal : undefined;
  if (type !== 'ArrayExpression') return undefined;
  const texts = elements.map(plainText);
  return texts.every((text) => typeof text === 'string') ? texts : undefined;
}

function keyOf(text: string | readonly string[], prose: Prose): string {
  const key = createHash('sha256').update(JSON.stringify(text)).digest('base64url').slice(0, 8);
  prose.set(key, text);
  return key;
}
