import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileText, type SampleFile } from './delivery.ts';

const OS_BYTE = 9;
const UNKNOWN_OS = 255;

/** Gzip without a trace of where or when: no time stamp (Node writes none) and no operating system. */
export function gzipped(text: string, level = 9): Buffer {
  const bytes = gzipSync(text, { level });
  bytes[OS_BYTE] = UNKNOWN_OS;
  return bytes;
}

/**
 * Writes the files under `folder` by their S3 keys, replacing its `AWSLogs` and nothing else.
 * Returns the compressed bytes written.
 */
export function writeFiles(folder: string, files: readonly SampleFile[]): number {
  rmSync(join(folder, 'AWSLogs'), { recursive: true, force: true });
  let total = 0;
  for (const file of files) {
    const path = join(folder, file.key);
    const bytes = gzipped(fileText(file));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    total += bytes.length;
  }
  return total;
}
