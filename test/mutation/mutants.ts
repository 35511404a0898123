import { parseSync } from 'oxc-parser';

/** One small change to a source text, and where. */
export interface Mutant {
  readonly line: number;
  readonly what: string;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const OTHER: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '&&': '||',
  '||': '&&',
};
const OTHER_METHOD: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
};
/** What is said to people, and examples: no part of what decides. */
const WORDS = new Set([
  'id',
  'topic',
  'title',
  'severity',
  'attack',
  'why',
  'benign',
  'runbook',
  'examples',
  'noun',
  'what',
  'resource',
  'reason',
  'reasons',
  'on',
]);

/** Every mutant of what a detection's file decides by: `match`, `state` and the functions below; not its words and examples. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const { program } = parseSync(file, source);
  const mutants: Mutant[] = [];
  const add = (node: Pick<Node, 'start' | 'end'>, what: string, replacement: string): void => {
    const line = source.slice(0, node.start).split('\n').length;
    mutants.push({ line, what, text: source.slice(0, node.start) + replacement + source.slice(node.end) });
  };
  for (const statement of (program as unknown as { body: readonly Node[] }).body)
    if (decides(statement, source)) visit(statement, source, add);
  return mutants;
}

/** Constants above are words, tables and example records; tables are mutated by their use. So are functions that make records. */
function decides({ type, start, end }: Node, source: string): boolean {
  if (type === 'ExportDefaultDeclaration') return true;
  const isCode = type === 'FunctionDeclaration' || type === 'ExportNamedDeclaration';
  return isCode && !/\b(record|restApi|httpApi|patch|accessLog|wafLog)\(/.test(source.slice(start, end));
}

function isText(value: unknown): boolean {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string';
}

type Add = (node: Pick<Node, 'start' | 'end'>, what: string, replacement: string) => void;

function visit(node: Node, source: string, add: Add): void {
  mutate(node, source, add);
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'returnType' || key === 'typeArguments') continue;
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child) && !isWords(child) && !isFallback(node, child)) visit(child, source, add);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function isFallback(node: Node, child: Node): boolean {
  return node['operator'] === '??' && node['right'] === child && isText(child);
}

function isWords(node: Node): boolean {
  if (node.type !== 'Property') return node.type.startsWith('TS') || node.type === 'TemplateLiteral';
  const key = node['key'] as Node;
  return WORDS.has(String(key['name'] ?? key['value']));
}

function mutate(node: Node, source: string, add: Add): void {
  const text = (part: unknown): string => (isNode(part) ? source.slice(part.start, part.end) : '');
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const operator = String(node['operator']);
      const [left, right] = [text(node['left']), text(node['right'])];
      // A fallback that is a word is said to people.
      if (operator === '??' && !isText(node['right'])) add(node, '?? -> left', left);
      const other = OTHER[operator];
      if (other !== undefined) add(node, `${operator} -> ${other}`, `(${left} ${other} ${right})`);
      return;
    }
    case 'UnaryExpression':
      if (node['operator'] === '!') add(node, '! dropped', text(node['argument']));
      return;
    case 'ConditionalExpression':
      add(node, '?: -> first', `(${text(node['consequent'])})`);
      add(node, '?: -> second', `(${text(node['alternate'])})`);
      return;
    case 'IfStatement':
      add(node['test'] as Node, 'if (true)', 'true');
      add(node['test'] as Node, 'if (false)', 'false');
      return;
    case 'Literal':
      mutateLiteral(node, add);
      return;
    case 'MemberExpression': {
      const property = node['property'] as Node;
      const other = OTHER_METHOD[String(property['name'])];
      if (other !== undefined) add(property, `${String(property['name'])} -> ${other}`, other);
      return;
    }
    default:
  }
}

function mutateLiteral(node: Node, add: Add): void {
  const value = node['value'];
  if (node['regex'] !== undefined && node['regex'] !== null) {
    add(node, 'any text', '/(?:)/');
    add(node, 'no text', '/$^/');
  } else if (typeof value === 'boolean') add(node, `${value} -> ${!value}`, String(!value));
  else if (typeof value === 'number') add(node, `${value} -> ${value + 1}`, String(value + 1));
  else if (typeof value === 'string' && value !== '') add(node, `'${value}' -> other`, `'${value}~'`);
}
