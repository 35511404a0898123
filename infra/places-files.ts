import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { placesIn } from '../shared/adapters/local/places.ts';
import type { Config } from '../shared/config.ts';

/** What reads the files; a bundle without it needs none. */
const READER = 'shared/adapters/local/places.ts';

/**
 * The text of `gatetrail:config`. Files that the configuration names are another machine's in a Lambda: there they lie beside the
 * bundle. Throws `config` for one that is no .mmdb file.
 */
export function configModule(config: Config): string {
  placesIn(config);
  const { places, ...rest } = config;
  const moved = Object.keys(places).map((key) => `${key}: fileURLToPath(new URL('${key}.mmdb', import.meta.url))`);
  if (moved.length === 0) return `export const config = ${JSON.stringify(config)};\n`;
  return `import { fileURLToPath } from 'node:url';
export const config = { ...${JSON.stringify(rest)}, places: { ${moved.join(', ')} } };
`;
}

/** Puts the files that the configuration names beside a bundle that reads them. */
export function copyPlaces({ places }: Config, { inputs }: Metafile, folder: string): void {
  if (!(READER in inputs)) return;
  for (const [key, file] of Object.entries(places))
    if (file !== undefined) copyFileSync(file, join(folder, `${key}.mmdb`));
}
