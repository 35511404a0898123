import type { Cidr } from './address.ts';
import { BITS, parseCidr } from './address.ts';

type Span = Pick<Cidr, 'version' | 'first' | 'last'>;

/** Overlapping and adjacent blocks joined, in order, so that two halves count as the whole. */
function merge(blocks: readonly Span[]): Span[] {
  const sorted = [...blocks].sort(
    (a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0),
  );
  const out: Span[] = [];
  for (const block of sorted) {
    const open = out.at(-1);
    if (open !== undefined && open.version === block.version && block.first <= open.last + 1n) {
      if (block.last > open.last) open.last = block.last;
    } else {
      out.push({ version: block.version, first: block.first, last: block.last });
    }
  }
  return out;
}

function blocksOf(values: readonly string[]): Cidr[] {
  return values.map(parseCidr).filter((block) => block !== undefined);
}

function within(spans: readonly Span[], block: Span): boolean {
  return spans.some((span) => span.version === block.version && span.first <= block.first && span.last >= block.last);
}

/** Whether every address of `inner` lies in `outer`; false when either is malformed. */
export function cidrContains(outer: string, inner: string): boolean {
  const block = parseCidr(inner);
  return block !== undefined && within(blocksOf([outer]), block);
}

/** `cidrContains` for many addresses and the same blocks, which are read once. */
export function cidrTest(blocks: readonly string[]): (address: string) => boolean {
  const spans = blocksOf(blocks);
  return (address) => {
    const block = parseCidr(address);
    return block !== undefined && within(spans, block);
  };
}

/** The members of `inner` with an address outside all of `outer` together; a malformed member counts as outside. */
export function cidrsOutside(outer: readonly string[], inner: readonly string[]): string[] {
  const spans = merge(blocksOf(outer));
  return inner.filter((value) => {
    const block = parseCidr(value);
    return block === undefined || !within(spans, block);
  });
}

/** The value that names the largest share of its address space; undefined when none is an address. */
export function widestCidr(values: readonly string[]): string | undefined {
  let widest: { share: number; value: string } | undefined;
  for (const value of [...values].sort()) {
    const block = parseCidr(value);
    // A share of the space is 2^-prefix in either version, so the shorter prefix is the larger share.
    if (block !== undefined && (widest === undefined || block.prefix < widest.share)) {
      widest = { share: block.prefix, value };
    }
  }
  return widest?.value;
}

/** Nobody's own network is wider: the limits at which S3 calls a policy public (its guide, "the meaning of public"). */
const WIDEST_OWN = { 4: 8, 6: 32 } as const;

/** Together, no list of networks is larger than this many of the widest. */
const MOST_WIDEST = 16n;

const UNIQUE_LOCAL = merge(blocksOf(['fc00::/7']));

/**
 * Whether the blocks let in the internet at large: one is wider than /8 (IPv4) or /32 (IPv6), or all together are
 * (0.0.0.0/1 + 128.0.0.0/1), or one is not an address at all. Unique local IPv6 addresses never come from outside.
 */
export function isInternetWide(values: readonly string[]): boolean {
  const parsed = values.map(parseCidr);
  if (parsed.length === 0 || parsed.includes(undefined)) return true;
  const routed = blocksOf(values).filter((block) => !within(UNIQUE_LOCAL, block));
  if (routed.some((block) => block.prefix < WIDEST_OWN[block.version])) return true;
  const total = { 4: 0n, 6: 0n };
  for (const span of merge(routed)) total[span.version] += span.last - span.first + 1n;
  const most = (version: 4 | 6) => MOST_WIDEST << BigInt(BITS[version] - WIDEST_OWN[version]);
  return total[4] > most(4) || total[6] > most(6);
}

/** The block of a bare address that one provider usually has: its /16 (IPv4) or /32 (IPv6); undefined when it is no address. */
export function networkOfAddress(address: string): string | undefined {
  const block = address.includes('/') ? undefined : parseCidr(address);
  if (block === undefined) return undefined;
  if (block.version === 4) return `${(block.first >> 24n) & 255n}.${(block.first >> 16n) & 255n}.0.0/16`;
  return `${(block.first >> 112n).toString(16)}:${((block.first >> 96n) & 0xffffn).toString(16)}::/32`;
}
