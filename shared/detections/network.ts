import type { TrailEvent } from '../cloudtrail/event.ts';
import { cidrTest, networkOfAddress } from '../policy/index.ts';
import { RecentValues } from '../recent-values.ts';

/** Addresses that say nothing about where somebody is: private (RFC 1918, 4193), shared (6598), loopback, link-local. */
const isNobodys = cidrTest([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]);

/** Callers come back, and access logs ask for every request. */
const blocks = new RecentValues((ip) => ({ block: isNobodys(ip) ? undefined : networkOfAddress(ip) }));

/**
 * The network a call came from: `AS64500` where places are known, else the block that one provider usually has
 * (`203.0.0.0/16`, `2001:db8::/32`). undefined for calls of AWS services, private and invalid addresses.
 */
export function networkOf(event: TrailEvent): string | undefined {
  const { block } = blocks.get(event.ip);
  if (block === undefined) return undefined;
  const asn = event.place?.asn;
  return asn === undefined ? block : `AS${asn}`;
}

/** The country a call came from; undefined when no file tells. */
export function countryOf(event: TrailEvent): string | undefined {
  return event.place?.country;
}
