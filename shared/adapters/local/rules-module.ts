import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleFiles } from './rules.ts';
import { readSigmaFile } from './sigma-files.ts';

const DETECTIONS = fileURLToPath(new URL('../../detections/', import.meta.url));

/**
 * The text of an ES module that exports a folder's rules as `detections` and `sequences`: code files are imported, YAML is written
 * as plain values. So a bundler can build the rules in, and what runs needs neither files nor a YAML parser. Throws as
 * `loadRuleFolder` does for YAML; the caller loads the folder first, so that every mistake is told there, with its line.
 */
export function rulesModule(folder: string): string {
  const { code, yaml } = ruleFiles(folder);
  const read = yaml.map((file) =>
    readSigmaFile(file).map(({ index, of, value }) => ({ file: relative(folder, file), index, of, value })),
  );
  return [
    `import { compileSigma } from ${specifier(resolve(DETECTIONS, 'sigma/compile.ts'))};`,
    `import { checkRule } from ${specifier(resolve(DETECTIONS, 'check.ts'))};`,
    ...code.map((file, nth) => `import rule${nth} from ${specifier(resolve(file))};`),
    `const read = ${JSON.stringify(read)};`,
    'const sigma = compileSigma(read.map((file) => file.map((source) => ({ ...source, lineOf: () => 1 }))));',
    `const own = [${code.map((file, nth) => `checkRule(rule${nth}, ${specifier(relative(folder, file))})`).join(', ')}];`,
    "export const detections = [...own.filter((rule) => !('steps' in rule)), ...sigma.detections];",
    "export const sequences = [...own.filter((rule) => 'steps' in rule), ...sigma.sequences];",
    '',
  ].join('\n');
}

function specifier(path: string): string {
  return JSON.stringify(path);
}
