import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkRule } from '../../detections/check.ts';
import type { Detection, Sequence } from '../../detections/define.ts';
import { compileSigma, type SigmaRules } from '../../detections/sigma/compile.ts';
import { GatetrailError, messageOf } from '../../errors.ts';
import { compareText } from '../../order.ts';
import { readSigmaFile } from './sigma-files.ts';

const CODE = /\.(ts|mts|js|mjs)$/;
const YAML = /\.ya?ml$/;

/** The rule files of a folder and those below it, sorted: code, and YAML. What begins with a dot is passed over. Throws `usage`. */
export function ruleFiles(folder: string): { readonly code: readonly string[]; readonly yaml: readonly string[] } {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new GatetrailError('usage', `--rules ${folder}: expected a folder with detections`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('.d.ts') && !/(^|[\\/])\./.test(name))
    .sort(compareText)
    .map((name) => join(folder, name));
  return { code: files.filter((file) => CODE.test(file)), yaml: files.filter((file) => YAML.test(file)) };
}

/**
 * The user's own rules of a folder: Sigma rules in YAML, and each code file's default export. Throws `config` naming the file, and
 * the line of a Sigma rule, that can't be used.
 */
export async function loadRuleFolder(folder: string): Promise<SigmaRules> {
  const { code, yaml } = ruleFiles(folder);
  const own: (Detection | Sequence)[] = [];
  for (const file of code) own.push(checkRule(await defaultExport(file), file));
  const sigma = compileSigma(yaml.map(readSigmaFile));
  return {
    detections: [...own.filter((rule): rule is Detection => !isSequence(rule)), ...sigma.detections],
    sequences: [...own.filter(isSequence), ...sigma.sequences],
    skipped: sigma.skipped,
  };
}

function isSequence(rule: Detection | Sequence): rule is Sequence {
  return 'steps' in rule;
}

async function defaultExport(file: string): Promise<unknown> {
  try {
    const module: Record<string, unknown> = await import(pathToFileURL(resolve(file)).href);
    return module['default'];
  } catch (error) {
    throw new GatetrailError('config', `${file}: can't be loaded: ${messageOf(error)}`, error);
  }
}
