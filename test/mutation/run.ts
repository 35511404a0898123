import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import type { Detection } from '../../shared/detections/define.ts';
import { tryExamples } from '../../shared/pipeline/try-examples.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

/**
 * `npm run mutate [TEXT...]`: changes what detections decide by, one small change at a time, and runs the examples of those that
 * are touched. A mutant that no example notices is printed: either an example is missing, or the change means nothing.
 */
const root = fileURLToPath(new URL('../../shared/detections/', import.meta.url));
const wanted = process.argv.slice(2);
let current: { readonly file: string; readonly text: string } | undefined;
let serial = 0;

// A mutant is loaded beside the original, under the same path with a number behind it.
registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    const mutating = context.parentURL?.includes('?mutant=') ?? false;
    if (current === undefined || !mutating || resolved.url !== pathToFileURL(current.file).href) return resolved;
    return { ...resolved, url: `${resolved.url}?mutant=${serial}` };
  },
  load: (url, context, next) => {
    const [path = ''] = url.split('?mutant=');
    if (!url.includes('?mutant=') || current === undefined) return next(url, context);
    const file = fileURLToPath(path);
    const text = file === current.file ? current.text : readFileSync(file, 'utf8');
    return { format: 'module', shortCircuit: true, source: stripTypeScriptTypes(text) };
  },
});

interface Score {
  killed: number;
  survived: number;
}

/** The detections that a file decides for: itself, or those of its folder that import it. */
function dependents(folder: string, file: string): string[] {
  const text = readFileSync(file, 'utf8');
  if (text.includes('export default defineDetection(')) return [file];
  return readdirSync(folder)
    .filter((name) => name !== 'index.ts')
    .map((name) => join(folder, name))
    .filter((other) => {
      const code = readFileSync(other, 'utf8');
      return code.includes('export default defineDetection(') && code.includes(`'./${basename(file)}'`);
    });
}

async function isKilled(file: string, mutant: Mutant, detections: readonly string[]): Promise<boolean> {
  current = { file, text: mutant.text };
  for (const detection of detections) {
    serial += 1;
    try {
      const module = (await import(`${pathToFileURL(detection).href}?mutant=${serial}`)) as { default: Detection };
      const catalogue = new Catalogue([module.default], []);
      const tried = await tryExamples([module.default], catalogue, () => new MemoryStateStore());
      if (tried.some(({ problem }) => problem !== undefined)) return true;
    } catch {
      return true;
    }
  }
  return false;
}

async function mutateFile(folder: string, file: string): Promise<Score> {
  const score = { killed: 0, survived: 0 };
  const detections = dependents(folder, file);
  if (detections.length === 0) return score;
  for (const mutant of mutantsOf(file, readFileSync(file, 'utf8'))) {
    if (await isKilled(file, mutant, detections)) score.killed += 1;
    else {
      score.survived += 1;
      process.stdout.write(`${file.slice(root.length)}:${mutant.line}: ${mutant.what}\n`);
    }
  }
  return score;
}

const total = { killed: 0, survived: 0 };
for (const topic of readdirSync(root, { withFileTypes: true })) {
  if (!topic.isDirectory() || topic.name === 'sequences' || topic.name === 'sigma') continue;
  const folder = join(root, topic.name);
  for (const name of readdirSync(folder).sort()) {
    const path = `${topic.name}/${name}`;
    if (name === 'index.ts' || (wanted.length > 0 && !wanted.some((text) => path.includes(text)))) continue;
    const { killed, survived } = await mutateFile(folder, join(folder, name));
    total.killed += killed;
    total.survived += survived;
  }
}
const all = total.killed + total.survived;
process.stdout.write(
  `${all} mutants: ${total.killed} noticed (${((100 * total.killed) / all).toFixed(1)} %), ${total.survived} not\n`,
);
