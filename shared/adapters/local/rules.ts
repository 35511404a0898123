import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkDetection } from '../../detections/check.ts';
import type { Detection } from '../../detections/define.ts';
import { GatetrailError, messageOf } from '../../errors.ts';
import { compareText } from '../../order.ts';

const CODE = /\.(ts|mts|js|mjs)$/;

/** The user's own detections: each file's default export. Throws `config` naming the file that can't be used. */
export async function loadRules(folder: string): Promise<Detection[]> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new GatetrailError('usage', `--rules ${folder}: expected a folder with detections`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|mts|js|mjs|ya?ml)$/.test(name) && !name.endsWith('.d.ts'),
  );
  const rules: Detection[] = [];
  for (const name of files.sort(compareText)) {
    const file = join(folder, name);
    if (!CODE.test(name))
      throw new GatetrailError(
        'config',
        `${file}: YAML and Sigma rules can't be loaded by this version; expected a .ts or .js file that exports a detection`,
      );
    rules.push(checkDetection(await defaultExport(file), file));
  }
  return rules;
}

async function defaultExport(file: string): Promise<unknown> {
  try {
    const module: Record<string, unknown> = await import(pathToFileURL(resolve(file)).href);
    return module['default'];
  } catch (error) {
    throw new GatetrailError('config', `${file}: can't be loaded: ${messageOf(error)}`, error);
  }
}
