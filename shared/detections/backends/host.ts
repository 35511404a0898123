/** The host of an http(s) backend, and what is wrong with it. */
export interface Host {
  readonly name: string;
  readonly encrypted: boolean;
  /** `metadata`: link-local, where clouds keep credentials; `address`, `private`: a bare IP address; `tunnel`: anyone's for a minute. */
  readonly kind: 'metadata' | 'address' | 'private' | 'tunnel' | undefined;
}

/** Services that lend a host name to whoever runs a program or wants to look at requests; without their www. */
// biome-ignore format: a word list reads best as a block
const TUNNELS = [
  'ngrok.io', 'ngrok.app', 'ngrok.dev', 'ngrok.pizza', 'ngrok-free.app', 'ngrok-free.dev', 'trycloudflare.com', 'loca.lt',
  'localtunnel.me', 'lhr.life', 'localhost.run', 'serveo.net', 'serveousercontent.com', 'pagekite.me', 'telebit.io',
  'tunnelto.dev', 'bore.pub', 'pinggy.io', 'pinggy.link', 'pinggy.online', 'zrok.io', 'devtunnels.ms', 'ts.net', 'portmap.io',
  'portmap.host', 'playit.gg', 'localxpose.io', 'loclx.io', 'beeceptor.com', 'webhook.site', 'requestbin.net', 'pipedream.net',
  'requestrepo.com', 'requestcatcher.com', 'interact.sh', 'oast.fun', 'oast.live', 'oast.me', 'oast.online', 'oast.pro',
  'oast.site', 'burpcollaborator.net', 'oastify.com', 'dnslog.cn', 'canarytokens.com', 'nip.io', 'sslip.io', 'xip.io',
  'duckdns.org', 'dynu.net', 'dyndns.org', 'ddns.net', 'hopto.org', 'zapto.org', 'sytes.net', 'myftp.org', 'no-ip.org',
  'no-ip.biz', 'servehttp.com', 'freeddns.org', 'mooo.com', 'chickenkiller.com', 'ddnsfree.com', 'accesscam.org',
];

/** The host of a backend's URL; undefined when the text is none. */
export function hostOf(url: string): Host | undefined {
  const [, scheme, authority] = /^(https?):\/\/([^/?#\\]+)/i.exec(url.trim().slice(0, 2048)) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const afterUser = authority.slice(authority.lastIndexOf('@') + 1);
  const name = (/^\[.*\]/.exec(afterUser)?.[0] ?? afterUser.split(':')[0] ?? '').toLowerCase().replace(/\.$/, '');
  return name === '' ? undefined : { name, encrypted: scheme.toLowerCase() === 'https', kind: kindOf(name) };
}

function kindOf(name: string): Host['kind'] {
  if (name.startsWith('[')) {
    if (/^\[(fd00:ec2::|fe[89ab])/.test(name)) return 'metadata';
    return /^\[(f[cd]|::1\])/.test(name) ? 'private' : 'address';
  }
  const address = ipv4(name);
  if (address !== undefined) return rangeOf(address);
  if (name === 'metadata.google.internal' || name === 'instance-data') return 'metadata';
  if (name === 'localhost') return 'private';
  return TUNNELS.some((domain) => name === domain || name.endsWith(`.${domain}`)) ? 'tunnel' : undefined;
}

/**
 * An IPv4 address as number, in every notation that resolvers take: `10.0.0.1`, `0xa9.254.169.254`, `2852039166`. In short ones the
 * last part fills what is left.
 */
function ipv4(name: string): number | undefined {
  const parts = name.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0x[0-9a-f]{1,8}|\d{1,10})$/.test(part))) return undefined;
  const numbers = parts.map((part) => (/^0\d/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.at(-1) ?? Number.NaN;
  const head = numbers.slice(0, -1);
  if (head.some((number) => !(number <= 255)) || !(last < 256 ** (5 - parts.length))) return undefined;
  return head.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last);
}

function rangeOf(address: number): Host['kind'] {
  const [a, b] = [Math.floor(address / 256 ** 3), Math.floor(address / 256 ** 2) % 256];
  if (a === 169 && b === 254) return 'metadata';
  const own = a === 10 || a === 127 || a === 0 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  return own || (a === 100 && b >= 64 && b < 128) ? 'private' : 'address';
}
