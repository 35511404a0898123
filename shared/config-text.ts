import { LineCounter, parseDocument, visit } from 'yaml';
import { type Config, ConfigSchema } from './config.ts';
import { GatetrailError, messageOf } from './errors.ts';

/** Reads the text of a gatetrail.yml. Throws `config` naming file, line, key and what was expected. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined)
    throw new GatetrailError('config', `${file}:${broken.linePos?.[0].line ?? 1}: ${broken.message.split('\n')[0]}`);
  const result = ConfigSchema.safeParse(plainValue(document, file, lines) ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const line = lineOf(document, [...path, ...extra], lines);
  throw new GatetrailError('config', `${file}:${line}: ${[...path, ...extra].join('.') || 'file'}: ${issue?.message}`);
}

function plainValue(document: ReturnType<typeof parseDocument>, file: string, lines: LineCounter): unknown {
  // YAML takes `*-role` for a reference to something named before; in a pattern it is a missing quote.
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const line = lines.linePos(alias.range?.[0] ?? 0).line;
      throw new GatetrailError('config', `${file}:${line}: *${alias.source}: expected quotes around a text with *`);
    },
  });
  try {
    return document.toJS();
  } catch (error) {
    throw new GatetrailError('config', `${file}: ${messageOf(error)}`, error);
  }
}

/** `file:line` of a key, for messages about a value that only others can judge. */
export function placeOf(text: string, file: string, path: readonly string[]): string {
  const lines = new LineCounter();
  return `${file}:${lineOf(parseDocument(text, { lineCounter: lines }), path, lines)}`;
}

/** The line of the deepest key on the path that the file holds. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
  lines: LineCounter,
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const range =
      typeof node === 'object' && node !== null && 'range' in node
        ? (node as { range?: [number, number, number] | null }).range
        : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}
