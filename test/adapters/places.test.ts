import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { placesIn } from '../../shared/adapters/local/places.ts';
import { mmdbFile } from './mmdb-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatetrail-places-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, networks: Record<string, Record<string, unknown>>): string {
  const file = join(folder, name);
  writeFileSync(file, mmdbFile(new Map(Object.entries(networks)), name));
  return file;
}

describe('the places of IP addresses', () => {
  const asn = written('asn.mmdb', {
    '198.51.100.0/24': { autonomous_system_number: 64500, autonomous_system_organization: 'Example Net' },
  });
  const country = written('country.mmdb', {
    '198.51.100.0/25': { country: { iso_code: 'DE' } },
    '203.0.113.0/24': { country: { iso_code: 'NL' } },
  });

  it('come from the files that the configuration names', () => {
    const places = placesIn({ places: { asn, country } });
    expect(places?.('198.51.100.10')).toEqual({ asn: 64500, organization: 'Example Net', country: 'DE' });
    expect(places?.('198.51.100.200')).toEqual({ asn: 64500, organization: 'Example Net', country: undefined });
    expect(places?.('203.0.113.9')).toEqual({ asn: undefined, organization: undefined, country: 'NL' });
  });

  it('are unknown without files, and for what is no address', () => {
    expect(placesIn({ places: {} })).toBeUndefined();
    const places = placesIn({ places: { asn } });
    for (const odd of ['cloudformation.amazonaws.com', 'AWS Internal', '', '999.1.1.1', 'cafe', '192.0.2.1'])
      expect(places?.(odd)?.asn, odd).toBeUndefined();
  });

  it('name a file that is none', () => {
    const text = join(folder, 'text.mmdb');
    writeFileSync(text, 'not a database');
    for (const file of [text, join(folder, 'missing.mmdb')])
      expect(() => placesIn({ places: { asn: file } })).toThrow(/places\.asn: .*expected an \.mmdb file/);
  });
});
