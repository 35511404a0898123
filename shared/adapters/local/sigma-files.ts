import { readFileSync } from 'node:fs';
import { type Document, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { SigmaSource } from '../../detections/sigma/document.ts';
import type { Path } from '../../detections/sigma/place.ts';
import { GatetrailError, messageOf } from '../../errors.ts';

/** Sigma's files are YAML 1.2, but people write `<<` as well. */
const OPTIONS = { uniqueKeys: true, merge: true } as const;

/** The documents of one YAML file. Throws `config` naming file and line when it is no YAML. */
export function readSigmaFile(file: string): SigmaSource[] {
  const text = textOf(file);
  const documents = parseAllDocuments(text, OPTIONS);
  if (!Array.isArray(documents)) return [];
  return documents.map((document, index) => {
    const [broken] = document.errors;
    if (broken !== undefined)
      throw new GatetrailError('config', `${file}:${lineAt(text, broken.pos[0])}: ${broken.message.split('\n')[0]}`);
    return {
      file,
      index,
      of: documents.filter(({ contents }) => contents !== null).length,
      value: plainValue(document, file, text),
      lineOf: (path) => lineOf(text, index, path),
    };
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GatetrailError('config', `${file}: can't be read: ${messageOf(error)}`, error);
  }
}

function plainValue(document: Document.Parsed, file: string, text: string): unknown {
  visit(document, {
    // Rules compare texts: 012345678901 is an account and 1.10 a version, whatever YAML takes them for.
    Scalar: (_key, node) => {
      if (typeof node.value === 'number' && node.source !== undefined && /^[\d.]+$/.test(node.source))
        if (String(node.value) !== node.source) node.value = node.source;
    },
    // YAML takes `*-role` for a reference to something named before; in a rule it is a missing quote.
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined)
        throw new GatetrailError(
          'config',
          `${file}:${lineAt(text, alias.range?.[0] ?? 0)}: *${alias.source}: expected quotes around a text with *`,
        );
    },
  });
  try {
    return document.toJS();
  } catch (error) {
    throw new GatetrailError('config', `${file}: ${messageOf(error)}`, error);
  }
}

/** The line of the deepest part of a path that the document holds. Only asked when a rule can't be used: it reads the text again. */
function lineOf(text: string, index: number, path: Path): number {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...OPTIONS, lineCounter: lines });
  const document = Array.isArray(documents) ? documents[index] : undefined;
  for (let length = path.length; length >= 0 && document !== undefined; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const holder = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  // The line of a key says more than that of its value, which may begin on the next.
  const pairs = typeof holder === 'object' && holder !== null && 'items' in holder ? (holder.items as unknown[]) : [];
  const key = pairs
    .map((pair) => (typeof pair === 'object' && pair !== null && 'key' in pair ? pair.key : undefined))
    .find((one) => isScalar(one) && String(one.value) === String(path.at(-1)));
  return rangeStart(key) ?? rangeStart(node);
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const [start] = node.range as unknown[];
  return typeof start === 'number' ? start : undefined;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
