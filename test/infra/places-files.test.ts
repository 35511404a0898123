import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/bundles.ts';
import { mmdbFile } from '../adapters/mmdb-file.ts';
import { loading } from './loading.ts';
import { removeFolder, temporaryFolder } from './package.ts';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

const VARIABLES = {
  TABLE: 'table',
  ALERTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:alerts',
  INGEST_DLQ_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/dead',
};

/** A gatetrail.yml that names these files. */
function configFor(places: Readonly<Record<string, string>>): string {
  const config = join(folder, 'gatetrail.yml');
  writeFileSync(config, `places: ${JSON.stringify(places)}\n`);
  return config;
}

describe('the .mmdb files of the configuration', () => {
  it('lie beside the bundles that judge logs, and are found there', async () => {
    const foreign = join(folder, 'foreign');
    mkdirSync(foreign);
    const [asn, country] = ['GeoLite2-ASN.mmdb', 'country.mmdb'].map((name) => join(foreign, name));
    for (const file of [asn, country])
      writeFileSync(file ?? '', mmdbFile(new Map([['198.51.100.0/24', { autonomous_system_number: 64500 }]]), 'test'));
    const config = configFor({ asn: asn ?? '', country: country ?? '' });
    const names = ['ingest', 'backfill', 'access-logs', 'notify', 'watch'];
    const bundles = await bundleFunctions(join(folder, 'dist'), { config, rules: undefined }, names);
    const has = bundles.map(({ name, file }) => [
      name,
      ...['asn.mmdb', 'country.mmdb'].map((part) => existsSync(join(dirname(file), part))),
    ]);
    expect(has).toEqual(names.map((name, nth) => [name, nth < 3, nth < 3]));
    // As in a Lambda: the files that were named are not there.
    rmSync(foreign, { recursive: true });
    const ingest = bundles[0]?.file ?? '';
    expect(await loading(ingest, VARIABLES)).toBe('');
    rmSync(join(dirname(ingest), 'asn.mmdb'));
    expect(await loading(ingest, VARIABLES)).toContain('places.asn: ');
  });
  it('fail the build when they are none', async () => {
    const file = join(folder, 'none.mmdb');
    const build = () =>
      bundleFunctions(join(folder, 'no'), { config: configFor({ asn: file }), rules: undefined }, ['ingest']);
    await expect(build()).rejects.toThrow(`places.asn: ${file}: expected an .mmdb file`);
    writeFileSync(file, 'text');
    await expect(build()).rejects.toThrow(`places.asn: ${file}: expected an .mmdb file`);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
