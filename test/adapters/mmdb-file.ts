/** Writes a small but real MaxMind DB (format 2.0, 24-bit records, IPv6 tree), so that tests need no foreign file. */
export function mmdbFile(networks: ReadonlyMap<string, Record<string, unknown>>, type: string): Buffer {
  const root: Node = [undefined, undefined];
  const section: Buffer[] = [];
  let size = 0;
  for (const [cidr, value] of networks) {
    const encoded = encode(value);
    plant(root, bitsOf(cidr), size);
    section.push(encoded);
    size += encoded.length;
  }
  const nodes = flatten(root);
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, node] of nodes.entries())
    for (const side of [0, 1] as const) tree.writeUIntBE(recordOf(node[side], nodes), index * 6 + side * 3, 3);
  const metadata = encode({
    node_count: nodes.length,
    record_size: 24,
    ip_version: 6,
    database_type: type,
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    languages: [],
    description: {},
  });
  const marker = Buffer.from([0xab, 0xcd, 0xef, ...Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(16), ...section, marker, metadata]);
}

type Node = [Node | number | undefined, Node | number | undefined];

/** IPv4 networks lie below ::/96. */
function bitsOf(cidr: string): (0 | 1)[] {
  const [address = '', length = '32'] = cidr.split('/');
  const bits = address.split('.').flatMap((part) => [...Number(part).toString(2).padStart(8, '0')]);
  return [...'0'.repeat(96), ...bits.slice(0, Number(length))].map((bit) => (bit === '1' ? 1 : 0));
}

function plant(root: Node, bits: readonly (0 | 1)[], offset: number): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const next = node[bit];
    const made: Node = Array.isArray(next) ? next : [undefined, undefined];
    node[bit] = made;
    node = made;
  }
  node[bits.at(-1) ?? 0] = offset;
}

function flatten(root: Node): Node[] {
  const nodes = [root];
  for (const node of nodes) for (const child of node) if (Array.isArray(child)) nodes.push(child);
  return nodes;
}

/** A child's index, "nothing" (the number of nodes), or a place in the data section behind its 16 empty bytes. */
function recordOf(child: Node | number | undefined, nodes: readonly Node[]): number {
  if (child === undefined) return nodes.length;
  return Array.isArray(child) ? nodes.indexOf(child) : nodes.length + 16 + child;
}

function encode(value: unknown): Buffer {
  if (typeof value === 'string') return sized(2, Buffer.byteLength(value), Buffer.from(value));
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return sized(6, 4, bytes);
  }
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)]);
  const entries = Object.entries(value as Record<string, unknown>);
  return sized(7, entries.length, Buffer.concat(entries.flatMap(([key, item]) => [encode(key), encode(item)])));
}

function sized(type: number, size: number, payload: Buffer): Buffer {
  const head = size < 29 ? [(type << 5) | size] : [(type << 5) | 29, size - 29];
  return Buffer.concat([Buffer.from(head), payload]);
}
