import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/**
 * Makes operations.txt from AWS's service models as botocore ships them: `pip download botocore --no-deps`, unzip, then
 * `npx node test/operations/generate.ts PATH/botocore/data VERSION DATE`. One line an event source: its operations.
 */
interface Model {
  readonly metadata: { readonly endpointPrefix: string; readonly signingName?: string };
  readonly operations: Readonly<Record<string, { readonly http?: { readonly requestUri?: string } }>>;
}

const [, , folder = '', version = '', date = ''] = process.argv;
const services = new Map<string, Set<string>>();
for (const service of readdirSync(folder)) {
  if (service.includes('.')) continue;
  for (const release of readdirSync(join(folder, service))) {
    const file = join(folder, service, release, 'service-2.json.gz');
    for (const [source, names] of namesIn(file)) {
      const known = services.get(source) ?? new Set();
      services.set(source, new Set([...known, ...names]));
    }
  }
}

/** CloudTrail names a service by what it signs with, else by its endpoint. Lambda's names carry the API's date (spec quirk 11). */
function namesIn(file: string): [string, string[]][] {
  let model: Model;
  try {
    model = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Model;
  } catch {
    return [];
  }
  const source = model.metadata.signingName ?? model.metadata.endpointPrefix;
  return [[source, Object.keys(model.operations)]];
}

const lines = [...services]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([source, names]) => `${source}: ${[...names].sort().join(' ')}`);
const head = `# AWS service models, botocore ${version}, ${date}; made by generate.ts`;
writeFileSync(fileURLToPath(new URL('./operations.txt', import.meta.url)), `${[head, ...lines].join('\n')}\n`);
process.stdout.write(`${lines.length} event sources\n`);
