import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Operations by event source, from AWS's service models (test/operations/generate.ts). */
export function knownOperations(): ReadonlyMap<string, ReadonlySet<string>> {
  const text = readFileSync(fileURLToPath(new URL('../operations/operations.txt', import.meta.url)), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [source = '', names = ''] = line.split(': ');
      return [source, new Set(names.split(' '))];
    }),
  );
}
