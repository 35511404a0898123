import { readFileSync } from 'node:fs';
import { type AsnResponse, type CountryResponse, Reader } from 'mmdb-lib';
import type { Place, Places } from '../../cloudtrail/place.ts';
import type { Config } from '../../config.ts';
import { GatetrailError, messageOf } from '../../errors.ts';

/** Addresses looked up at once that are remembered. */
const REMEMBERED = 50_000;

/** Reads the .mmdb files that the configuration names (`places.asn`, `places.country`). Throws `config` naming the file. */
export function placesIn({ places }: Pick<Config, 'places'>): Places | undefined {
  const asn = places.asn === undefined ? undefined : readerOf<AsnResponse>('asn', places.asn);
  const country = places.country === undefined ? undefined : readerOf<CountryResponse>('country', places.country);
  if (asn === undefined && country === undefined) return undefined;
  const known = new Map<string, Place>();
  return (ip) => {
    const remembered = known.get(ip);
    if (remembered !== undefined) return remembered;
    const network = lookedUp(asn, ip);
    const place = {
      asn: network?.autonomous_system_number,
      organization: network?.autonomous_system_organization,
      country: lookedUp(country, ip)?.country?.iso_code,
    };
    if (known.size >= REMEMBERED) known.clear();
    known.set(ip, place);
    return place;
  };
}

/** CloudTrail also writes names of services where an address belongs. */
function lookedUp<T extends AsnResponse | CountryResponse>(reader: Reader<T> | undefined, ip: string): T | null {
  if (reader === undefined || !/^[0-9a-f.:]+$/i.test(ip)) return null;
  try {
    return reader.get(ip);
  } catch {
    // The library throws for what is no address.
    return null;
  }
}

function readerOf<T extends AsnResponse | CountryResponse>(key: string, file: string): Reader<T> {
  try {
    return new Reader<T>(readFileSync(file));
  } catch (error) {
    throw new GatetrailError('config', `places.${key}: ${file}: expected an .mmdb file: ${messageOf(error)}`, error);
  }
}
