/** 10/8, 172.16/12, 192.168/16, 100.64/10, 127/8, 169.254/16 and IPv6's own: whose network it is, an address does not tell. */
const PRIVATE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|127\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:|::1$)/i;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/;

/**
 * The network a call came from: the autonomous system where places are known, else the /24 (IPv4) or /48 (IPv6); `aws` for what
 * a service did for the caller; the VPC endpoint of a private address. undefined: the text is no address.
 */
export function networkOf(ip: string, asn: number | undefined, endpoint: string | undefined): string | undefined {
  if (ip.endsWith('.amazonaws.com') || ip === 'AWS Internal') return 'aws';
  if (PRIVATE.test(ip)) return endpoint ?? 'private';
  if (asn !== undefined) return `AS${asn}`;
  const [, a, b, c] = IPV4.exec(ip) ?? [];
  if (a !== undefined) return `${a}.${b}.${c}.0/24`;
  return ip.includes(':') && /^[0-9a-f:.]+$/i.test(ip) ? `${wideIpv6(ip)}/48` : undefined;
}

/** The first three groups of an IPv6 address, with `::` written out as far as it reaches into them. */
function wideIpv6(ip: string): string {
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : new Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
  return `${[...groups, ...zeros, ...rest].slice(0, 3).join(':')}::`;
}
