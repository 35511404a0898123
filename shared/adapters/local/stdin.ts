import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Standard input as a file of its own, because a replay may read an object twice and memory must not hold it. */
export async function stdinAsFile(
  input: NodeJS.ReadableStream,
): Promise<{ readonly path: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-'));
  const path = join(folder, 'stdin');
  await pipeline(input, createWriteStream(path, { mode: 0o600 }));
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
