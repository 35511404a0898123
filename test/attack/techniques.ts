import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
}

/** All techniques of ATT&CK Enterprise v19, by id. */
export function techniques(): ReadonlyMap<string, Technique> {
  const text = readFileSync(fileURLToPath(new URL('./techniques.txt', import.meta.url)), 'utf8');
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    rows.map((line) => {
      const [id = '', tactics = '', name = ''] = line.split('\t');
      return [id, { id, name, tactics: tactics.split(',') }];
    }),
  );
}
