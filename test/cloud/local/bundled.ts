import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleFunctions, functionNames } from '../../../infra/bundles.ts';

/** The sample organisation's configuration: what is built in unless told. */
const SAMPLE_CONFIG = fileURLToPath(new URL('../../../shared/sample/gatetrail.yml', import.meta.url));

/** How often a condition is looked at, in ms. */
const LOOK_EVERY = 50;

/** The bundles as they are packaged, with this gatetrail.yml built in; the sample organisation's unless told. Gives how many. */
export async function bundleInto(
  folder: string,
  config: string = SAMPLE_CONFIG,
  names: readonly string[] = functionNames(),
): Promise<number> {
  const shared = process.env['GATETRAIL_TEST_BUNDLES'];
  if (shared === undefined || config !== SAMPLE_CONFIG)
    return (await bundleFunctions(folder, { config, rules: undefined }, names)).length;
  await bundleOnce(shared);
  for (const name of names) cpSync(join(shared, name), join(folder, name), { recursive: true });
  return names.length;
}

/** Test files run beside one another and need the same: the first builds it, the others wait (test/run-once.ts removes it). */
async function bundleOnce(shared: string): Promise<void> {
  const done = join(shared, 'done');
  const failed = join(shared, 'failed');
  if (!isFirst(shared)) {
    while (!existsSync(done) && !existsSync(failed)) await pause(LOOK_EVERY);
    if (existsSync(failed)) throw new Error('the bundles could not be built; another test file says why');
    return;
  }
  try {
    await bundleFunctions(shared, { config: SAMPLE_CONFIG, rules: undefined });
    writeFileSync(done, '');
  } catch (error) {
    writeFileSync(failed, '');
    throw error;
  }
}

function isFirst(shared: string): boolean {
  try {
    mkdirSync(shared);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
