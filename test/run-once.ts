import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in which the bundles of this run are built, by the first test that needs them, and removes it at the end. */
export default function setUp(): () => void {
  const folder = join(tmpdir(), `gatetrail-bundles-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  process.env['GATETRAIL_TEST_BUNDLES'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
