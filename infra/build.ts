import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFile } from '../shared/adapters/local/config-file.ts';
import { GatetrailError, messageOf } from '../shared/errors.ts';
import { type Bundle, bundleFunctions, ROOT } from './bundles.ts';

/**
 * `npm run bundle`: dist/<name>/index.mjs of each function, with gatetrail.yml (or $GATETRAIL_CONFIG) and the rules of
 * $GATETRAIL_RULES built in. dist/meta/<name>.json tells what went into it.
 */
async function main(): Promise<void> {
  const out = join(ROOT, 'dist');
  const config = configFile(process.env['GATETRAIL_CONFIG'] || undefined);
  const bundles = await bundleFunctions(out, { config, rules: process.env['GATETRAIL_RULES'] || undefined });
  if (bundles.length === 0) throw new GatetrailError('bug', 'functions/: expected a folder with a handler.ts');
  mkdirSync(join(out, 'meta'), { recursive: true });
  for (const { name, metafile } of bundles)
    writeFileSync(join(out, 'meta', `${name}.json`), `${JSON.stringify(metafile)}\n`);
  process.stdout.write(`${bundles.map(line).join('\n')}\n`);
  process.stdout.write(`configuration: ${config ?? 'the defaults (there is no gatetrail.yml)'}\n`);
}

function line({ name, bytes }: Bundle): string {
  return `dist/${name}/index.mjs  ${(bytes / 1000).toFixed(1)} KB`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof GatetrailError && error.kind !== 'bug' ? 2 : 1;
});
