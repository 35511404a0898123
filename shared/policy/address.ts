/** A block of addresses; `first` and `last` are inclusive, as integers of 32 (IPv4) or 128 (IPv6) bits. */
export interface Cidr {
  version: 4 | 6;
  prefix: number;
  first: bigint;
  last: bigint;
}

/** Bits of an address. */
export const BITS = { 4: 32, 6: 128 } as const;

/** Digits only and no leading zero, which some parsers read as octal. */
function decimal(text: string, most: number): number | undefined {
  if (text.length === 0 || text.length > 3 || (text.length > 1 && text.startsWith('0'))) return undefined;
  for (const char of text) if (char < '0' || char > '9') return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}

function parseIpv4(text: string): bigint | undefined {
  const octets = text.split('.', 5).map((part) => decimal(part, 255));
  if (octets.length !== 4) return undefined;
  let address = 0n;
  for (const octet of octets) {
    if (octet === undefined) return undefined;
    address = (address << 8n) | BigInt(octet);
  }
  return address;
}

/** The 16-bit groups of one side of `::`; a dotted IPv4 address may end it. */
function groups(text: string): bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':', 9);
  const out: bigint[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const tail = parseIpv4(part);
      if (tail === undefined) return undefined;
      out.push(tail >> 16n, tail & 0xffffn);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      out.push(BigInt(`0x${part}`));
    } else {
      return undefined;
    }
  }
  return out;
}

function parseIpv6(text: string): bigint | undefined {
  const [head = '', tail, more] = text.split('::', 3);
  if (more !== undefined) return undefined;
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array<bigint>(missing).fill(0n), ...right];
  return all.reduce((address, group) => (address << 16n) | group, 0n);
}

function block(version: 4 | 6, prefix: number, address: bigint): Cidr {
  const size = 1n << BigInt(BITS[version] - prefix);
  const first = (address / size) * size;
  return { version, prefix, first, last: first + size - 1n };
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a bare address; host bits are ignored; undefined when malformed. */
export function parseCidr(text: string): Cidr | undefined {
  const [host = '', length, more] = text.trim().split('/', 3);
  const version = host.includes(':') ? 6 : 4;
  const address = version === 6 ? parseIpv6(host) : parseIpv4(host);
  const prefix = length === undefined ? BITS[version] : decimal(length, BITS[version]);
  if (address === undefined || prefix === undefined || more !== undefined) return undefined;
  // ::ffff:a.b.c.d is an IPv4 address written as IPv6 (RFC 4291 2.5.5.2).
  if (version === 6 && prefix >= 96 && address >> 32n === 0xffffn) return block(4, prefix - 96, address & 0xffffffffn);
  return block(version, prefix, address);
}
